package problem

// The versions of the process, a line each; regie/version.go says how to add one.
const (
	// Version 1 was the process as it was first released.

	// versionTellsChange: a change that is the root cause is told what it caused, and
	// when it has ended, the standard change that it followed is (B-35).
	versionTellsChange = 2

	// versionRetracts: a change that turns out not to be the root cause is told so.
	versionRetracts = 3

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionRetracts
)
