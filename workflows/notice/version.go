package notice

// The versions of the process, a line each; workflows/regie/version.go tells how
// a version is added.
const (
	// Version 1 was the process as it was first released.

	// versionPlans: it stands among what is planned, and what it touches looks again (B-36).
	versionPlans = 2

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionPlans
)
