package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"termijn/internal/ledger"
	"termijn/workflows/incident"
	"termijn/workflows/notice"
	"termijn/workflows/problem"
)

// PublicAfterEnd is how long an incident that has ended stays among the public
// news, so that who reads of it later sees that it is over. Assumed: the contract
// leaves it open (E-06).
const PublicAfterEnd = 12 * time.Hour

// PublicNews is what anybody may read, without signing in (E-06). It holds what
// was written to be published, references, services and instants: no title or
// description that a reporter wrote, no person, no organisation.
type PublicNews struct {
	// At is the product's instant at which it was read.
	At time.Time
	// Incidents by their latest news, the newest first.
	Incidents []PublicIncident
	// Notices by the beginning of their window.
	Notices []PublicNotice
	// Errors are known errors with what helps meanwhile, the newest first.
	Errors []PublicError
}

// PublicIncident is what is public of an incident.
type PublicIncident struct {
	Ref string
	// Service of the catalogue.
	Service string
	// Stage is one of workflows/incident.
	Stage string
	// Since is when it was registered.
	Since time.Time
	// Over: it is resolved or closed, since Ended.
	Over  bool
	Ended *time.Time
	// News are the public communications, the newest first.
	News []PublicMessage
}

// PublicMessage is one published communication.
type PublicMessage struct {
	At            time.Time
	Subject, Text string
}

// PublicNotice is a window in which a service is not available.
type PublicNotice struct {
	Ref, Service, Title, Text string
	From, To                  time.Time
	// Now: the window has begun.
	Now bool
	// Changed is when the notice was last changed, Updates how often.
	Changed time.Time
	Updates int
}

// PublicError is a known error.
type PublicError struct {
	Ref, Service         string
	Symptoms, Workaround string
	Since                time.Time
}

// None reports whether there is nothing to tell.
func (n PublicNews) None() bool { return len(n.Incidents)+len(n.Notices)+len(n.Errors) == 0 }

// Changed is when the last of it happened; zero when there is nothing.
func (n PublicNews) Changed() time.Time {
	var last time.Time
	later := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	for _, x := range n.Incidents {
		later(x.latest())
	}
	for _, x := range n.Notices {
		later(x.Changed)
	}
	for _, x := range n.Errors {
		later(x.Since)
	}
	return last
}

// order puts what goes on before what is over.
func order(over bool) int {
	if over {
		return 1
	}
	return 0
}

// add takes from a case what is public of it.
func (n *PublicNews) add(row ledger.PublishedRow) error {
	switch row.Process {
	case incident.Name:
		x, ok, err := publicIncident(row)
		if err != nil || !ok {
			return err
		}
		n.Incidents = append(n.Incidents, x)
	case notice.Name:
		own, err := stateOf[notice.State](wholeRow(row), notice.Name)
		if err != nil {
			return err
		}
		if row.Outcome == "" && own.Published != nil {
			n.Notices = append(n.Notices, PublicNotice{Ref: row.Ref, Service: own.Service, Title: own.Title, Text: own.Text,
				From: own.From, To: own.To, Now: row.Stage == notice.Underway, Changed: row.UpdatedAt, Updates: own.Updates})
		}
	case problem.Name:
		own, err := stateOf[problem.State](wholeRow(row), problem.Name)
		if err != nil {
			return err
		}
		if known := own.KnownError; row.Outcome == "" && own.Published != nil && known != nil && known.Public {
			n.Errors = append(n.Errors, PublicError{Ref: row.Ref, Service: own.Origin.Service, Symptoms: known.Symptoms,
				Workaround: known.Workaround, Since: *own.Published})
		}
	}
	return nil
}

// wholeRow is what a process's own state is read from.
func wholeRow(row ledger.PublishedRow) ledger.CaseRow {
	return ledger.CaseRow{Ref: row.Ref, Process: row.Process, View: row.View}
}

// publicIncident is what is public of an incident; one of which nothing was
// published is not public.
func publicIncident(row ledger.PublishedRow) (PublicIncident, bool, error) {
	own, err := stateOf[incident.State](wholeRow(row), incident.Name)
	if err != nil || own.Published == nil {
		return PublicIncident{}, false, err
	}
	x := PublicIncident{Ref: row.Ref, Service: own.Service, Stage: row.Stage, Since: own.Registered}
	for _, c := range own.Communications {
		if c.Public {
			x.News = append(x.News, PublicMessage{At: c.At, Subject: c.Subject, Text: c.Text})
		}
	}
	slices.SortFunc(x.News, func(a, b PublicMessage) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Subject, b.Subject)) })
	switch {
	case row.Outcome != "":
		x.Over, x.Ended = true, row.ClosedAt
	case row.Stage == incident.Resolved && own.Resolution != nil:
		at := own.Resolution.At
		x.Over, x.Ended = true, &at
	}
	return x, len(x.News) > 0, nil
}

// latest is when the last news of an incident came.
func (x PublicIncident) latest() time.Time {
	last := x.News[0].At
	if x.Ended != nil && x.Ended.After(last) {
		return *x.Ended
	}
	return last
}

// PublicIncident is how it stands with an incident that was published, also long
// after it ended (E-06). ErrNotFound: it was not published, or is not there.
func (s *Service) PublicIncident(ctx context.Context, ref string) (PublicIncident, error) {
	if !reference.MatchString(ref) {
		return PublicIncident{}, ErrNotFound
	}
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if err != nil {
		return PublicIncident{}, err
	}
	if row.Process != incident.Name {
		return PublicIncident{}, ErrNotFound
	}
	x, ok, err := publicIncident(ledger.PublishedRow{Ref: row.Ref, Process: row.Process, Stage: row.Stage, Outcome: row.Outcome,
		UpdatedAt: row.UpdatedAt, ClosedAt: row.ClosedAt, View: row.View})
	if err == nil && !ok {
		err = ErrNotFound
	}
	return x, err
}

// NoticeOf reads a notice's own state from a case's row.
func NoticeOf(c ledger.CaseRow) (notice.State, error) { return stateOf[notice.State](c, notice.Name) }
