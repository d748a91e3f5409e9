package notice_test

import (
	"testing"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/notice"
)

const ref = "NOT-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var manager = record.Actor{Person: "cab-voorzitter", Org: "si"}

// work is planned for a Saturday night.
func work() notice.Announcement {
	return notice.Announcement{Service: "netwerk", Title: "Nieuwe kernrouter", Text: "Geen netwerk in de hele ecosfeer.",
		From: casetest.When("2026-03-07 22:00"), To: casetest.When("2026-03-08 04:00")}
}

// check checks an announcement as the service does when it is published.
func check(a notice.Announcement) error {
	return a.Check([]string{"netwerk", "hosting"}, []string{"noord", "zuid"}, begin)
}

type story = *casetest.Case[notice.State]

// published is a notice that was just published; server may be nil.
func published(t testing.TB, a notice.Announcement, server *casetest.Server, continueEvery int) story {
	t.Helper()
	return publishedAs(t, notice.Version, a, server, continueEvery)
}

// publishedAs follows a version of the process.
func publishedAs(t testing.TB, version int, a notice.Announcement, server *casetest.Server, continueEvery int) story {
	t.Helper()
	affected := a.Clients
	if len(affected) == 0 {
		affected = []string{"noord", "zuid"}
	}
	return casetest.New(t, casetest.Options[notice.State]{Workflow: notice.Workflow, Name: notice.Name, At: begin,
		Start: casework.Start[notice.State]{Actor: manager, State: casework.State[notice.State]{Ref: ref, Process: notice.Name,
			Version: version, Title: a.Title, Own: notice.Opened(a, "Netwerk en telefonie", affected),
			Parties:     record.Parties{Providers: []string{"alfa"}},
			Definitions: casetest.Policy(t).Definitions.For(notice.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands: map[string]func(record.ErrandCall) (any, error){record.TouchedActivity: func(record.ErrandCall) (any, error) {
			return record.TouchedFound{}, nil
		}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
}

// at is a step at a time of March 2026, written "03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-03-"+when), do) }

func updates(c story, m notice.Update) *casetest.Answer {
	return casetest.Send(c, manager, notice.Change, "", m)
}

func ends(c story, text string) *casetest.Answer {
	return casetest.Send(c, manager, notice.End, "", notice.Ending{Text: text})
}

func cancels(c story, reason string) *casetest.Answer {
	return casetest.Send(c, manager, notice.Cancel, "", notice.Because{Reason: reason})
}

// told are the events, oldest first: their kind and when they hold. That somebody
// told other cases is left out.
func told(c story) []string {
	var all []string
	for _, e := range c.Ledger.Events() {
		if e.Kind == casework.KindErrand {
			continue
		}
		all = append(all, e.Kind+" "+face(e.At))
	}
	return all
}

// mails are those of the newest event that has some.
func mails(c story) []record.Mail {
	var last []record.Mail
	for _, e := range c.Ledger.Events() {
		if len(e.Effects.Mails) > 0 {
			last = e.Effects.Mails
		}
	}
	return last
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.Face
