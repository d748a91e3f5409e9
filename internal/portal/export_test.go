package portal

import "time"

// SubscriptionsPerVisitor is the bound that tests go to.
const SubscriptionsPerVisitor = subscriptionsPerVisitor

// NewVisitorLimit counts the visitors of one test.
func NewVisitorLimit() func(remote string, now time.Time) bool { return (&visitorLimit{}).allow }
