package transition

// The versions of the process, a line each; regie/version.go says how to add one.
const (
	// versionInitial: the process as it was first released.
	versionInitial = 1

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionInitial
)
