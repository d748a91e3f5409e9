package ledger

// Queries whose indexes are tested.
const (
	NextCall           = nextCall
	OpenFollowersQuery = openFollowers
	ChangeResultsQuery = changeResults
)
