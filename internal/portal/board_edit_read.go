package portal

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/change"
)

// formOfBoard is a definition as the form has it.
func formOfBoard(d board.Definition) Form {
	f := newForm("name", d.Name, "kind", d.Kind, "rule", d.Rule, "cron", d.Cron)
	for name, n := range map[string]int{"count": d.Count, "quorum": d.Quorum, "cutoff": d.Cutoff, "minutes": d.Minutes, "each": d.Each} {
		if n > 0 {
			f.Values.Set(name, strconv.Itoa(n))
		}
	}
	f.Values["scope"] = slices.Clone(d.Scope)
	for n, set := range d.Sides {
		f.Values[sidesField(n)] = slices.Clone(set)
	}
	for n, s := range seatsInOrder(change.Panel{Seats: d.Seats}) {
		set := func(name, value string) { f.Values.Set(seatField(n, name), value) }
		set("id", s.ID)
		set("name", s.Name)
		set("side", s.Side)
		set("holder", holderValue(s.Holder))
		if s.Advises {
			set("advises", "yes")
		}
		f.Values[seatField(n, "covers")] = slices.Clone(s.Covers)
		for i, d := range s.Delegates {
			f.Values.Set(delegateField(n, i, "person"), d.Person)
			f.setTime(delegateField(n, i, "from"), d.From)
			f.setTime(delegateField(n, i, "to"), d.To)
		}
	}
	return f
}

// holderValue is a holder as the form names it; holderOf reads it.
func holderValue(h record.Recipient) string {
	switch {
	case h.Person != "":
		return "person:" + h.Person
	case h.Org != "":
		return "role:" + h.Org + "/" + h.Role
	}
	return ""
}

func holderOf(value string) record.Recipient {
	if person, ok := strings.CutPrefix(value, "person:"); ok {
		return record.Recipient{Person: person}
	}
	org, role, _ := strings.Cut(strings.TrimPrefix(value, "role:"), "/")
	return record.Recipient{Org: org, Role: role}
}

// readDefinition makes a definition of what was typed, and says which field of the form each
// of its paths is.
func readDefinition(in *entries) (board.Definition, map[string]string) {
	d := board.Definition{Name: in.Value("name"), Kind: in.Value("kind"), Rule: in.Value("rule"), Seats: map[string]change.Seat{}}
	paths := map[string]string{}
	for _, name := range []string{"name", "kind", "rule", "count", "quorum", "cron", "minutes", "cutoff", "each", "seats"} {
		paths["definition."+name] = name
	}
	d.Count, d.Quorum = in.whole("count"), in.whole("quorum")
	if d.Kind != board.Emergency {
		d.Cron, d.Cutoff, d.Minutes, d.Each = in.Value("cron"), in.whole("cutoff"), in.whole("minutes"), in.whole("each")
	}
	for _, id := range in.Values["scope"] {
		if id != "" {
			paths[fmt.Sprintf("definition.scope[%d]", len(d.Scope))] = "scope"
			d.Scope = append(d.Scope, id)
		}
	}
	for n := range mostSides {
		if set := keep(in.Values[sidesField(n)], func(s string) bool { return s != "" }); len(set) > 0 {
			paths[fmt.Sprintf("definition.sides[%d]", len(d.Sides))] = sidesField(n)
			d.Sides = append(d.Sides, set)
		}
	}
	taken := map[string]bool{}
	for n := range in.rowCount("seats") {
		taken[in.Value(seatField(n, "id"))] = true
	}
	for n := range in.rowCount("seats") {
		seat := readSeat(in, n, paths, taken)
		for _, name := range []string{"name", "side", "holder", "covers", "advises", "id"} {
			to := name
			if name == "id" {
				to = "name"
			}
			paths["definition.seats."+seat.ID+"."+name] = seatField(n, to)
		}
		paths["definition.seats."+seat.ID+".delegates"] = delegateField(n, 0, "person")
		d.Seats[seat.ID] = seat
	}
	return d, paths
}

func readSeat(in *entries, n int, paths map[string]string, taken map[string]bool) change.Seat {
	s := change.Seat{ID: in.Value(seatField(n, "id")), Name: in.Value(seatField(n, "name")), Side: in.Value(seatField(n, "side")),
		Holder: holderOf(in.Value(seatField(n, "holder"))), Advises: in.Has(seatField(n, "advises"), "yes")}
	s.Covers = keep(in.Values[seatField(n, "covers")], func(a string) bool { return a != "" })
	if len(s.Covers) == len(change.Aspects) {
		s.Covers = nil // all are none in particular
	}
	if s.ID == "" {
		s.ID = freshID(s.Name, taken)
	}
	for d := range mostDelegates {
		person := in.Value(delegateField(n, d, "person"))
		if person == "" {
			continue
		}
		x := change.Delegate{Person: person}
		if in.Value(delegateField(n, d, "from")) != "" {
			x.From = in.instant(delegateField(n, d, "from"))
		}
		if in.Value(delegateField(n, d, "to")) != "" {
			x.To = in.instant(delegateField(n, d, "to"))
		}
		at := fmt.Sprintf("definition.seats.%s.delegates[%d]", s.ID, len(s.Delegates))
		paths[at+".person"], paths[at+".to"] = delegateField(n, d, "person"), delegateField(n, d, "to")
		s.Delegates = append(s.Delegates, x)
	}
	return s
}

// freshID makes the ID of a new seat of its name; one that is taken gets a number.
func freshID(name string, taken map[string]bool) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-") && !unicode.Is(unicode.Mn, r):
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String()[:min(b.Len(), 30)], "-")
	if id == "" {
		id = "zetel"
	}
	fresh := id
	for n := 2; taken[fresh]; n++ {
		fresh = fmt.Sprintf("%s-%d", id, n)
	}
	taken[fresh] = true
	return fresh
}

// definitionDiffers are the fields in which what somebody writes differs from what the
// board says now.
func (r boardReader) definitionDiffers(typed board.Definition) []changedView {
	now := r.own.Definition
	var all []changedView
	add := func(field, mine, theirs string) {
		if mine != theirs {
			all = append(all, changedView{Field: field, Before: orDash(mine), Now: orDash(theirs)})
		}
	}
	names := func(ids []string) string {
		var list []string
		for _, id := range ids {
			list = append(list, r.on.Name(id, r.say.Lang()))
		}
		return joined(r.say, list)
	}
	mine, theirs := typed.Panel(r.Ref, 0), now.Panel(r.Ref, 0)
	add(r.say.T("board.name"), typed.Name, now.Name)
	add(r.say.T("board.scope"), names(typed.Scope), names(now.Scope))
	add(r.say.T("board.rule"), ruleIn(r.say, mine), ruleIn(r.say, theirs))
	add(r.say.T("board.quorum"), quorumIn(r.say, mine), quorumIn(r.say, theirs))
	add(r.say.T("board.rhythm"), rhythmOf(r.say, typed), rhythmOf(r.say, now))
	add(r.say.T("board.cutoff"), cutoffOf(r.say, typed.Cutoff), cutoffOf(r.say, now.Cutoff))
	add(r.say.T("board.minutes"), r.say.T("board.minutes.is", "Minutes", typed.Minutes, "Each", typed.Each), r.say.T("board.minutes.is", "Minutes", now.Minutes, "Each", now.Each))
	ids := slices.Sorted(maps.Keys(typed.Seats))
	for _, id := range slices.Sorted(maps.Keys(now.Seats)) {
		if _, both := typed.Seats[id]; !both {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		label := typed.Seats[id].Name
		if label == "" {
			label = now.Seats[id].Name
		}
		add(r.say.T("board.seat.named", "Name", label), r.seatLine(typed.Seats[id]), r.seatLine(now.Seats[id]))
	}
	return all
}

// seatLine is a seat in one text; empty for none.
func (r boardReader) seatLine(s change.Seat) string {
	if s.ID == "" {
		return ""
	}
	v := r.seat(s)
	parts := []string{v.Name, v.Side, v.Holder, v.Covers}
	if v.Advises {
		parts = append(parts, r.say.T("change.seat.advises"))
	}
	return strings.Join(append(parts, v.Delegates...), "; ")
}
