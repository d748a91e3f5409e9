package ledger

// Queries of changes whose indexes are tested.
var (
	ChangesQuery = changesQuery
	CausedQuery  = causedQuery
)

const (
	FramesOfQuery   = framesOf
	EndedGatesQuery = endedGates
	StandardOfQuery = standardOf
)
