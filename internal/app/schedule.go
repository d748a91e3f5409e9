package app

import (
	"context"
	"slices"
	"time"

	"termijn/internal/collision"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
)

// ScheduleQuery is which part of the forward schedule is asked for (B-16).
type ScheduleQuery struct {
	// From and To are the window, half open.
	From, To time.Time
	// Item narrows it to what touches an item or one of its parts, Provider to what a
	// provider plans. A freeze of everything is always in it.
	Item, Provider string
}

// ScheduleEntry is something that is planned, as the reader may know of it.
type ScheduleEntry struct {
	// Ref and Title of its case. Ref is empty when the case is not for the reader, Title
	// too when it is Hidden: of a confidential item, of which the reader learns only
	// that something is planned then (B-36).
	Ref, Title string
	Hidden     bool
	// Kind of plan and Sort of change; Stage and Outcome of its case.
	Kind, Sort, Process, Stage, Outcome string
	Provider                            string
	// Items that the reader may know of; for a Client the services that it touches.
	Items    []string
	From, To time.Time
	// Firm: approved or announced. Over: taken back after its beginning. Everything: a
	// freeze of all items.
	Firm, Over, Everything bool
	// Updated is when its case last changed.
	Updated time.Time
	// Collides are the other plans that it collides with, each with the strongest reason.
	Collides []ScheduleClash

	id string
}

// ScheduleClash is a collision of an entry with another plan; Ref and Title are empty
// as in a ScheduleEntry.
type ScheduleClash struct {
	Kind, Ref, Title string
	From, To         time.Time
}

// Schedule is the forward schedule of a window for a reader.
type Schedule struct {
	Entries []ScheduleEntry
	// Map is the service map as the reader may read it.
	Map *topology.Map
	// More: there is so much that not all of it is listed.
	More bool
}

// mostScheduled bounds what one window lists.
const mostScheduled = 1000

// Schedule lists what is planned in a window, as the principal may know of it: the
// Service Integrator and the Board all; a provider what is firm or its own, the
// confidential items of others withheld; a Client what is approved or announced and
// touches services that users know.
func (s *Service) Schedule(ctx context.Context, p identity.Principal, q ScheduleQuery) (Schedule, error) {
	if !p.May(identity.ReadSchedule, nil) {
		return Schedule{}, ErrForbidden
	}
	whole, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return Schedule{}, err
	}
	shown, _, err := s.Topology(ctx, p)
	if err != nil {
		return Schedule{}, err
	}
	rows, err := s.Store.Schedule(ctx, q.From, q.To, mostScheduled+1)
	if err != nil {
		return Schedule{}, err
	}
	out := Schedule{Map: shown, More: len(rows) > mostScheduled}
	rows = rows[:min(len(rows), mostScheduled)]
	r := scheduleReader{who: p, on: whole, rows: map[string]ledger.Scheduled{}}
	for _, row := range rows {
		r.rows[row.Ref] = row
	}
	wanted := r.wanted(q)
	clashes := r.clashes(rows)
	for _, row := range rows {
		if !wanted(row) || !r.sees(row) {
			continue
		}
		e := r.entry(row)
		e.Collides = clashes[row.Ref]
		out.Entries = append(out.Entries, e)
	}
	return out, nil
}

// scheduleReader reads the schedule for somebody.
type scheduleReader struct {
	who  identity.Principal
	on   *topology.Map
	rows map[string]ledger.Scheduled
}

// wanted says what a query asks for.
func (r scheduleReader) wanted(q ScheduleQuery) func(ledger.Scheduled) bool {
	var parts topology.Set
	if q.Item != "" && !hides(r.who, r.on, q.Item) {
		parts = r.on.Parts(q.Item)
	}
	return func(x ledger.Scheduled) bool {
		if everythingFrozen(x) {
			return true
		}
		// A filter must not tell what an entry itself keeps hidden.
		if (q.Item != "" || q.Provider != "") && r.hidden(x) {
			return false
		}
		return (q.Provider == "" || x.Provider == q.Provider) &&
			(q.Item == "" || slices.ContainsFunc(x.Items, func(i string) bool { return parts[i] }))
	}
}

func everythingFrozen(x ledger.Scheduled) bool {
	return x.Kind == record.PlanFreeze && len(x.Items) == 0
}

// sees reports whether the reader learns that something is planned at all.
func (r scheduleReader) sees(x ledger.Scheduled) bool {
	switch r.who.Kind {
	case "si", "board":
		return true
	case "provider":
		return x.Firm || x.Provider == r.who.Org || slices.Contains(x.Parties.Providers, r.who.Org)
	case "client":
		if !x.Firm || x.Parties.Client != "" && x.Parties.Client != r.who.Org {
			return false
		}
		return everythingFrozen(x) || len(r.on.EndToEnd(x.Items...)) > 0
	}
	return false
}

// hidden reports whether the reader learns no more than the kind and the times.
func (r scheduleReader) hidden(x ledger.Scheduled) bool {
	if seesAll(r.who) || x.Provider != "" && x.Provider == r.who.Org {
		return false
	}
	return !r.opens(x) && slices.ContainsFunc(x.Items, func(item string) bool { return hides(r.who, r.on, item) })
}

// entry is a plan as the reader may know of it.
func (r scheduleReader) entry(x ledger.Scheduled) ScheduleEntry {
	e := ScheduleEntry{id: x.Ref, Updated: x.Updated, Kind: x.Kind, Sort: x.Sort, Process: x.Process, Stage: x.Stage, Outcome: x.Outcome, From: x.From, To: x.To, Firm: x.Firm, Over: x.Over,
		Everything: everythingFrozen(x)}
	if e.Hidden = r.hidden(x); e.Hidden {
		e.Sort, e.Stage, e.Outcome = "", "", ""
		return e
	}
	e.Title, e.Provider, e.Items = x.Title, x.Provider, visible(r.who, r.on, x.Items)
	if r.who.Kind == "client" {
		e.Items = r.on.EndToEnd(x.Items...).List()
	}
	if r.opens(x) {
		e.Ref = x.Ref
	}
	return e
}

// opens reports whether the reader may open the plan's case.
func (r scheduleReader) opens(x ledger.Scheduled) bool {
	return r.who.May(identity.ReadCases, &x.Parties)
}

// clashes are the collisions of all plans with one another, by reference: those of
// which the reader learns. Each pair of plans is looked at once, and only while both
// are under way.
func (r scheduleReader) clashes(rows []ledger.Scheduled) map[string][]ScheduleClash {
	all := map[string][]ScheduleClash{}
	var under []ledger.Scheduled
	looks := map[string]*collision.Look{}
	for _, x := range rows {
		if x.Over {
			continue
		}
		under = slices.DeleteFunc(under, func(o ledger.Scheduled) bool { return !o.To.After(x.From) })
		looks[x.Ref] = collision.Of(x.Plan, r.on)
		for _, o := range under {
			found := looks[x.Ref].With(o.Planned)
			if len(found) == 0 || x.Announces(o) || !r.sees(x) || !r.sees(o) {
				continue
			}
			c := found[0]
			all[x.Ref] = append(all[x.Ref], r.clash(c, o))
			all[o.Ref] = append(all[o.Ref], r.clash(c, x))
		}
		under = append(under, x)
	}
	return all
}

func (r scheduleReader) clash(c record.Collision, with ledger.Scheduled) ScheduleClash {
	e := r.entry(with)
	return ScheduleClash{Kind: c.Kind, Ref: e.Ref, Title: e.Title, From: c.From, To: c.To}
}
