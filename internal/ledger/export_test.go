package ledger

import "time"

// The lists' own queries, for tests that look at their plans.

func CasesQuery(scope Scope, f CaseFilter, page Page) (string, []any, error) {
	return casesQuery(scope, f, page)
}

func TasksQuery(in Inbox, f TaskFilter, page Page) (string, []any, error) {
	return tasksQuery(in, f, page)
}

func QueueQuery(scope Scope, f QueueFilter, page Page) (string, []any, error) {
	return queueQuery(scope, f, page)
}

func CountsQuery(in Inbox, before time.Time) (string, []any) { return countsQuery(in, before) }

var SearchWords = searchWords

const Planned = planned

var SpanOf = spanOf

func UrgentQuery(u Urgent) (string, []any) { return urgentQuery(u) }

var TrendsSQL = trendsSQL

func SeekQuery(s Seeking, kind string) (string, []any) { return seek(s, kind) }

var ScheduleQuery = scheduleQuery
