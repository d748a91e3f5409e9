package board

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// Bounds of what a board holds.
const (
	longestName    = 120
	longestText    = 4000
	mostSeats      = 40
	mostDelegates  = 10
	longestMinutes = 600
	furthestCutoff = 20
)

var (
	seatID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	sides  = []string{change.SideChair, change.SideSI, change.SideProvider, change.SideClient, change.SideBoard}
	rules  = []string{change.RuleAll, change.RuleAny, change.RuleNumber, change.RulePercentage, change.RuleChair}
)

// Sides and Rules in the order in which a form offers them.
func Sides() []string { return slices.Clone(sides) }

// Rules of decision in the order in which a form offers them.
func Rules() []string { return slices.Clone(rules) }

// Check refuses a definition that lacks something. It is pure: who and what exists, and
// the rhythm's expression, are for the application service.
func (d Definition) Check() error {
	var v casework.Invalid
	d.check(&v)
	return v.Err()
}

func (d Definition) check(v *casework.Invalid) {
	v.Check(strings.TrimSpace(d.Name) != "", "definition.name", "required")
	v.Check(len(d.Name) <= longestName, "definition.name", "too_long", "max", fmt.Sprint(longestName))
	v.Check(slices.Contains(Kinds, d.Kind), "definition.kind", "choose_option", "options", strings.Join(Kinds, ", "))
	d.checkSeats(v)
	d.checkRule(v)
	d.checkRhythm(v)
}

func (d Definition) checkSeats(v *casework.Invalid) {
	v.Check(len(d.Seats) > 0, "definition.seats", "required")
	v.Check(len(d.Seats) <= mostSeats, "definition.seats", "too_many", "max", fmt.Sprint(mostSeats))
	chairs := 0
	for _, id := range slices.Sorted(maps.Keys(d.Seats)) {
		seat := d.Seats[id]
		d.checkSeat(v, "definition.seats."+id, id, seat)
		if seat.Side == change.SideChair {
			chairs++
			v.Check(!seat.Advises, "definition.seats."+id+".advises", "chair_votes")
		}
	}
	v.Check(len(d.Seats) == 0 || chairs == 1, "definition.seats", "one_chair")
}

func (d Definition) checkSeat(v *casework.Invalid, field, id string, seat change.Seat) {
	v.Check(seatID.MatchString(id) && seat.ID == id, field+".id", "seat_id")
	v.Check(strings.TrimSpace(seat.Name) != "", field+".name", "required")
	v.Check(len(seat.Name) <= longestName, field+".name", "too_long", "max", fmt.Sprint(longestName))
	v.Check(slices.Contains(sides, seat.Side), field+".side", "choose_option", "options", strings.Join(sides, ", "))
	h := seat.Holder
	v.Check(h.Person != "" || h.Org != "" && h.Role != "" || d.open(seat), field+".holder", "required")
	v.Check(h.Subscribers == "", field+".holder", "unknown")
	for _, aspect := range seat.Covers {
		v.Check(slices.Contains(change.Aspects, aspect), field+".covers", "choose_option", "options", strings.Join(change.Aspects, ", "))
	}
	v.Check(len(seat.Delegates) <= mostDelegates, field+".delegates", "too_many", "max", fmt.Sprint(mostDelegates))
	for n, x := range seat.Delegates {
		at := fmt.Sprintf("%s.delegates[%d]", field, n)
		v.Check(x.Person != "", at+".person", "required")
		v.Check(x.Person == "" || x.Person != h.Person, at+".person", "holder_itself")
		v.Check(!slices.ContainsFunc(seat.Delegates[:n], func(o change.Delegate) bool { return o.Person == x.Person && o.From.Equal(x.From) }), at+".person", "twice")
		v.Check(x.To.IsZero() || x.To.After(x.From), at+".to", "must_be_after_from")
	}
}

// open reports whether a seat's holder is known only with the change.
func (d Definition) open(seat change.Seat) bool {
	return d.Kind == Emergency && seat.Holder.Person == "" && seat.Holder.Org == "" && (seat.Side == change.SideClient || seat.Side == change.SideProvider)
}

func (d Definition) checkRule(v *casework.Invalid) {
	votes := 0
	for _, id := range slices.Sorted(maps.Keys(d.Seats)) {
		if !d.Seats[id].Advises {
			votes++
		}
	}
	v.Check(slices.Contains(rules, d.Rule), "definition.rule", "choose_option", "options", strings.Join(rules, ", "))
	switch d.Rule {
	case change.RuleNumber:
		v.Check(d.Count >= 1 && d.Count <= votes, "definition.count", "between", "min", "1", "max", fmt.Sprint(votes))
	case change.RulePercentage:
		v.Check(d.Count >= 1 && d.Count <= 100, "definition.count", "between", "min", "1", "max", "100")
	default:
		v.Check(d.Count == 0, "definition.count", "not_with_rule")
	}
	v.Check(d.Quorum >= 0 && d.Quorum <= votes, "definition.quorum", "between", "min", "0", "max", fmt.Sprint(votes))
	for n, set := range d.Sides {
		field := fmt.Sprintf("definition.sides[%d]", n)
		v.Check(len(set) > 0, field, "required")
		for _, side := range set {
			v.Check(slices.Contains(sides, side), field, "choose_option", "options", strings.Join(sides, ", "))
		}
		v.Check(len(set) == 0 || d.votes(set), field, "nobody_of_side")
	}
}

// votes reports whether a seat of one of some sides has a vote.
func (d Definition) votes(set []string) bool {
	for _, id := range slices.Sorted(maps.Keys(d.Seats)) {
		if seat := d.Seats[id]; !seat.Advises && slices.Contains(set, seat.Side) {
			return true
		}
	}
	return false
}

func (d Definition) checkRhythm(v *casework.Invalid) {
	if d.Kind == Emergency {
		v.Check(d.Cron == "", "definition.cron", "ecab_meets_at_once")
		v.Check(d.Cutoff == 0, "definition.cutoff", "ecab_meets_at_once")
		return
	}
	v.Check(d.Minutes >= 5 && d.Minutes <= longestMinutes, "definition.minutes", "between", "min", "5", "max", fmt.Sprint(longestMinutes))
	v.Check(d.Cutoff >= 0 && d.Cutoff <= furthestCutoff, "definition.cutoff", "between", "min", "0", "max", fmt.Sprint(furthestCutoff))
	v.Check(d.Each >= 1 && d.Each <= d.Minutes, "definition.each", "between", "min", "1", "max", fmt.Sprint(d.Minutes))
}
