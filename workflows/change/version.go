package change

// The versions of the process, a line each; workflows/regie/version.go tells how
// a version is added.
const (
	// Version 1 was the process as it was first released.

	// versionHarmsOnce: a critical incident that is reported once more, by its problem or
	// with another finding, puts the template back once.
	versionHarmsOnce = 2

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionHarmsOnce
)
