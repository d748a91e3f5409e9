package casetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Policy is the product's own.
func Policy(t testing.TB) *config.Policy {
	t.Helper()
	p, err := config.Load("")
	require.NoError(t, err)
	return p
}

// When reads an instant as a wall clock in Brussels shows it: 2026-03-05 11:00,
// with seconds and fractions when needed.
func When(text string) time.Time {
	for _, layout := range []string{"2006-01-02 15:04:05.999999999", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, Brussels); err == nil {
			return t
		}
	}
	panic("casetest: " + text + " is no instant; write it as 2026-03-05 11:00")
}

// Brussels is the zone of the contract.
var Brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return loc
}()

// Face is an instant as a wall clock in Brussels shows it.
func Face(at time.Time) string { return at.In(Brussels).Format("2006-01-02 15:04") }

// FaceOf is the same of an instant that may never come.
func FaceOf(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return Face(*at)
}

// Spans are the timers that the case started: from when until when.
func (c *Case[S]) Spans() []string {
	var all []string
	for _, timer := range c.Timers {
		all = append(all, Face(timer.Started)+" until "+Face(timer.Started.Add(timer.Duration)))
	}
	return all
}

// Clock is a clock as it was last recorded; without an ID when it never was.
func (c *Case[S]) Clock(id string) (found record.Clock) {
	for _, e := range c.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			if k.ID == id {
				found = k
			}
		}
	}
	return found
}

// Kinds are the kinds of all events, oldest first.
func (c *Case[S]) Kinds() []string {
	var all []string
	for _, e := range c.Ledger.Events() {
		all = append(all, e.Kind)
	}
	return all
}

// Event is the only event of a kind.
func (c *Case[S]) Event(kind string) record.Event {
	c.t.Helper()
	var found []record.Event
	for _, e := range c.Ledger.Events() {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	require.Len(c.t, found, 1, "%s in %v", kind, c.Kinds())
	return found[0]
}

// Told lists the events. Those of other cases that were opened come when they
// come: they are counted at the end.
func (c *Case[S]) Told() string {
	var all []string
	opened := 0
	for _, e := range c.Ledger.Events() {
		if e.Kind == casework.KindOpened {
			opened++
			continue
		}
		all = append(all, fmt.Sprintf("%s %s", e.Kind, Face(e.At)))
	}
	return strings.Join(append(all, fmt.Sprint(opened, " opened")), ", ")
}

// mails counts those of a template, to somebody or to anybody.
func (c *Case[S]) mails(template, to string) int {
	n := 0
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Template == template && (to == "" || who(m.To) == to) {
				n++
			}
		}
	}
	return n
}

func who(r record.Recipient) string {
	if r.Person != "" {
		return r.Person
	}
	if r.Subscribers != "" {
		return "subscribers"
	}
	return r.Org + "." + r.Role
}

// Calendars are those that the case's clocks keep.
func (c *Case[S]) Calendars() *calendar.Book { return c.o.Calendars }
