package regie

// The versions of the process, a line each. A case follows the version that it
// was opened with: the number stands in the workflow's argument, so it is in the
// history and costs it no event. workflow.GetVersion would cost two for each
// change and case, a marker and a search attribute. When a case continues as new
// it takes up the newest version, because a new run has no history to agree with.
//
// To change what a running case does so that a stored history would replay
// differently: add a constant below and make Version that constant; in the code
// write
//
//	if t.Version < versionWhatChanged {
//		… as it was …
//	}
//
// and store a history of the new version (go test -run TestHistories -update).
// An old branch goes when no open run is older; the histories of its version go
// with it.
const (
	// versionInitial: the process as it was first released.
	versionInitial = 1

	// Version is what a new case follows; the opener sets it in casework.State.
	Version = versionInitial
)
