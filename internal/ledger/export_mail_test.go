package ledger

// What a test of the plan that finds the next mail needs.
const (
	NextMail         = nextMail
	SubscriberPrefix = subscriberPrefix
)
