package survey

// The versions of the process, a line each; how they are used stands with those
// of workflows/regie.
const (
	// versionInitial: the process as it was first released.
	versionInitial = 1

	// Version is what a new case follows.
	Version = versionInitial
)
