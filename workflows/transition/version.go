package transition

// The versions of the process, a line each; regie/version.go says how to add one.
const (
	// Version 1 was the process as it was first released.

	// versionAsksOnce: after a miss the owner is not asked for a forecast beside the
	// question how it recovers.
	versionAsksOnce = 2

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionAsksOnce
)
