package ledger

// PublishedSQL is the query of public news, for a test that looks at its plan.
var PublishedSQL = publishedSQL
