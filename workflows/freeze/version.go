package freeze

// The versions of the process, a line each; workflows/regie/version.go tells how
// a version is added.
const (
	// Version 1 was the process as it was first released.

	// versionItemsTold: the event of an update says for what the freeze holds then.
	versionItemsTold = 2

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionItemsTold
)
