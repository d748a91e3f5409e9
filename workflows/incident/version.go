package incident

// Version of the process that this program knows. An incident follows the one that
// it was opened with.
//
//	1: the first.
const Version = 1
