package session

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// Why the agenda is asked for: to fill it, or only to see what does not wait any more.
const (
	toFill = "fill"
	toLook = "look"
)

// askForAgenda asks what waits for the board. The answer to the last asking counts.
func askForAgenda(t *turn, why string) {
	if aboutOf(t.Own.Asking) == toFill {
		why = toFill // it was not answered yet
	}
	at := t.At
	t.Own.Asking, t.Own.Asked = errand(t, errandAgenda, why), &at
	t.Send(t.Own.Asking, record.AgendaActivity, record.AgendaAsked{Board: t.Own.About.Board})
}

// cutOff closes the agenda (2). What came before it and is not on it yet is asked for
// once more, and only then the members are told.
func cutOff(t *turn) {
	at := t.At
	t.Own.Cut, t.Own.Told = &at, false
	t.Say("session.cut_off", map[string]int{"count": len(t.Own.open())})
	if t.Own.About.Extra {
		askForAgenda(t, toLook)
		return
	}
	askForAgenda(t, toFill)
}

// filled takes over what waits for the board (1): what is new, if it came in time, and
// what does not wait any more (3).
func filled(t *turn, id string, found record.AgendaFound) {
	if id != t.Own.Asking {
		return // it is asked for again
	}
	known, added := map[string]bool{}, 0
	for _, i := range found.Items {
		known[i.Change] = true
		if aboutOf(id) != toFill {
			continue
		}
		late := t.Own.Cut != nil && !i.Since.Before(*t.Own.Cut)
		old, on := t.Own.Items[i.Change]
		byItself := on && old.State == ItemOff && old.By == nil // it waits again
		if on && !byItself || late {
			continue
		}
		place(t, Item{Proposal: Proposal{Change: i.Change, Title: i.Title, From: i.From, Provider: i.Provider}})
		added++
	}
	gone := 0
	for _, ref := range t.Own.open() {
		// What came after the asking may not have been seen.
		if i := t.Own.Items[ref]; !known[ref] && found.More == 0 && i.State != ItemDeciding && i.Added.Before(*t.Own.Asked) {
			leave(t, ref, "not_waiting")
			gone++
		}
	}
	t.Own.More, t.Own.Asking, t.Own.Asked = found.More, "", nil
	arrange(t, found)
	t.Say("session.agenda_filled", map[string]int{"added": added, "gone": gone, "count": len(t.Own.open())})
	if t.Own.Cut != nil && !t.Own.Told {
		tellMembers(t, found)
	}
}

// place puts a change on the agenda, at the end, and tells it when it will be decided.
func place(t *turn, i Item) {
	i.Place, i.Added, i.State = 1, t.At, ItemWaiting
	for _, x := range t.Own.Agenda() {
		i.Place = max(i.Place, x.Place+1)
	}
	if old, on := t.Own.Items[i.Change]; on {
		i.Seconds = old.Seconds
	} else {
		t.Link(LinkItem, i.Change)
	}
	t.Involve(i.Provider)
	set(&t.Own.Items, i.Change, i)
	tellPlace(t, i.Change)
}

func tellPlace(t *turn, ref string) {
	casework.TellCase(t, errand(t, errandPlace, ref), ref, change.Schedule, change.AgendaPlace{Meeting: t.Ref, At: t.Own.About.At})
}

// leave takes an item off that does not wait any more.
func leave(t *turn, ref, reason string) {
	i := t.Own.Items[ref]
	i.State, i.Reason, i.By = ItemOff, reason, nil
	set(&t.Own.Items, ref, i)
	if t.Own.Front == ref {
		putFront(t, "")
	}
}

// arrange orders the items by the rules until the chair has: what all agree on first,
// then by the beginning of the window (3).
func arrange(t *turn, found record.AgendaFound) {
	if t.Own.Ordered != nil || t.Stage != Preparing {
		return
	}
	agreed := map[string]bool{}
	for _, i := range found.Items {
		agreed[i.Change] = i.Agreed
	}
	list := t.Own.Agenda()
	slices.SortStableFunc(list, func(a, b Item) int {
		if agreed[a.Change] != agreed[b.Change] {
			if agreed[a.Change] {
				return -1
			}
			return 1
		}
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Change, b.Change))
	})
	number(t, list)
}

// number gives the items their places from 1.
func number(t *turn, list []Item) {
	for n, i := range list {
		i.Place = n + 1
		set(&t.Own.Items, i.Change, i)
	}
}

// tellMembers sends every member the agenda, with what the seat has not voted on (2).
func tellMembers(t *turn, found record.AgendaFound) {
	t.Own.Told = true
	open := t.Own.open()
	for _, id := range t.Own.seats() {
		var missing []string
		for _, i := range found.Items {
			if slices.Contains(open, i.Change) && slices.Contains(i.Missing, id) {
				missing = append(missing, i.Change)
			}
		}
		args := map[string]string{"count": fmt.Sprint(len(open)), "begins": stamp(t.Own.About.At), "missing": fmt.Sprint(len(missing))}
		if len(missing) > 0 {
			args["changes"] = strings.Join(missing[:min(len(missing), named)], ", ")
		}
		for _, to := range t.Own.members(id, t.At) {
			t.Mail(record.Mail{Template: "session_agenda", To: to, Args: args})
		}
	}
}

// named bounds the changes that a mail names.
const named = 20

// members are who can act for a seat at an instant.
func (s State) members(seat string, at time.Time) []record.Recipient {
	of := s.About.Panel.Seats[seat]
	all := []record.Recipient{of.Holder}
	for _, d := range of.Delegates {
		if acts(d, at) && d.Person != of.Holder.Person {
			all = append(all, record.Recipient{Person: d.Person})
		}
	}
	return all
}

// acts reports whether a delegate acts at an instant.
func acts(d change.Delegate, at time.Time) bool {
	return !at.Before(d.From) && (d.To.IsZero() || at.Before(d.To))
}

// open are the changes on the agenda that wait for a decision, in its order.
func (s State) open() []string {
	var all []string
	for _, i := range s.Agenda() {
		if i.Open() {
			all = append(all, i.Change)
		}
	}
	return all
}
