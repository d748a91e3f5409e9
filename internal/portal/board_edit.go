package portal

import (
	"fmt"
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/board"
	"termijn/workflows/change"
)

// boardEditor is the form of a board's definition: to set one up, and to change it.
type boardEditor struct {
	Page
	Ref, CaseTitle, Action, Back, Lead, Send string
	Form                                     Sheet
	// Kind is a field for a new board alone: it cannot change.
	Kind   *Field
	Name   Field
	Scope  *checkList
	Seats  []seatFields
	Decide []Field
	Sides  []*checkList
	// Rhythm are the fields about its meetings; none for an E-CAB.
	Rhythm []Field
	// Preview tells the rhythm in words, with the next meetings.
	Preview *rhythmPreview
	Last    []Field
	// Changed is what the board says now where the writer says something else.
	Changed []changedView
}

// rhythmPreview is a rhythm in words, with the meetings that it gives.
type rhythmPreview struct {
	Words string
	Next  []boardMeeting
}

// seatFields are the fields of a seat.
type seatFields struct {
	Number int
	// ID is kept from before; empty for a new seat.
	ID, Legend string
	Name, Side Field
	Holder     Field
	Advises    Field
	Covers     *checkList
	Delegates  []delegateFields
}

// delegateFields are who acts for a holder, from when to when.
type delegateFields struct{ Person, From, To Field }

// Remove is the button that takes the seat out.
func (s seatFields) Remove() string { return fmt.Sprintf("remove:%d", s.Number) }

// IDName is the name of the field with the seat's ID.
func (s seatFields) IDName() string { return seatField(s.Number, "id") }

// seatField is the name of a seat's field; delegateField of one of its delegates'.
func seatField(n int, name string) string { return fmt.Sprintf("seats[%d].%s", n, name) }

func delegateField(n, d int, name string) string {
	return fmt.Sprintf("seats[%d].delegate%d.%s", n, d, name)
}

// sidesField is the name of a set of sides.
func sidesField(n int) string { return fmt.Sprintf("sides.%d", n) }

// Bounds of what the form shows at once.
const (
	mostSides      = 5
	mostDelegates  = 10
	spareDelegates = 1
)

// boardChoices are what a board can be made of.
type boardChoices struct {
	holders, people, services, sides, aspects []Choice
}

// boardChoices reads who can hold a seat, and which services there are.
func (v *visit) boardChoices() (boardChoices, error) {
	c := boardChoices{holders: []Choice{{Text: v.text.T("form.choose")}}, people: []Choice{{Text: v.text.T("board.delegate.none")}}}
	people, err := v.portal.service.Store.People(v.r.Context(), "")
	if err != nil {
		return c, err
	}
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return c, err
	}
	var roles []string
	for _, p := range people {
		if !p.Active || !v.canSit(p) {
			continue
		}
		for _, role := range p.Roles {
			if to := "role:" + p.Org + "/" + role; v.text.Has("mail.role."+role) && !slices.Contains(roles, to) {
				roles = append(roles, to)
				c.holders = append(c.holders, Choice{Value: to, Text: roleIn(v.text.T, role, names[p.Org])})
			}
		}
		label := names[p.Org] + " – " + p.Name
		c.people = append(c.people, Choice{Value: p.ID, Text: label})
		c.holders = append(c.holders, Choice{Value: "person:" + p.ID, Text: label})
	}
	on, err := v.itemMap()
	if err != nil {
		return c, err
	}
	c.services = mapChoices(on, v.text.Lang(), func(i topology.Item) bool { return i.Kind == topology.Service })
	for _, side := range board.Sides() {
		c.sides = append(c.sides, Choice{Value: side, Text: sideIn(v.text, side)})
	}
	for _, a := range change.Aspects {
		c.aspects = append(c.aspects, Choice{Value: a, Text: v.text.T("change.aspect." + a)})
	}
	return c, nil
}

// canSit reports whether the policy lets somebody vote.
func (v *visit) canSit(p ledger.Person) bool {
	return identity.Of(p).May(identity.Action(change.Name+"."+change.ReviseVote.Name), nil)
}

// draw puts the fields on the page, as they were typed.
func (e *boardEditor) draw(c boardChoices, kind string) {
	s := e.Form
	e.Name = s.Field("name", "board.name")
	e.Scope = s.checks("scope", "board.scope", c.services)
	for n := range s.rowCount("seats") {
		e.Seats = append(e.Seats, e.seat(n, c))
	}
	var rules []Choice
	for _, r := range board.Rules() {
		rules = append(rules, Choice{Value: r, Text: e.T("board.rule." + r)})
	}
	e.Decide = []Field{s.Select("rule", "board.rule", rules), s.NumberField("count", "board.count", "1").Optional(), s.NumberField("quorum", "board.quorum", "1").Optional()}
	for n := range min(mostSides, sidesTyped(s.Form)+1) {
		set := s.checks(sidesField(n), "board.sides", c.sides)
		set.Label = e.T("board.sides", "Number", n+1)
		if n > 0 {
			set.Hint = ""
		}
		e.Sides = append(e.Sides, set)
	}
	if kind != board.Emergency {
		e.Rhythm = []Field{s.Field("cron", "board.cron").Optional(), s.NumberField("cutoff", "board.cutoff", "1").Optional(),
			s.NumberField("minutes", "board.minutes", "1"), s.NumberField("each", "board.each", "1")}
	}
}

// sidesTyped is how many sets of sides the form has.
func sidesTyped(f Form) int {
	n := 0
	for i := range mostSides {
		if len(f.Values[sidesField(i)]) > 0 {
			n = i + 1
		}
	}
	return n
}

func (e *boardEditor) seat(n int, c boardChoices) seatFields {
	s := e.Form
	x := seatFields{Number: n, ID: s.Value(seatField(n, "id")), Legend: s.Value(seatField(n, "name")), Name: s.Field(seatField(n, "name"), "board.seat.name"),
		Side: s.Select(seatField(n, "side"), "board.seat.side", c.sides), Holder: s.Select(seatField(n, "holder"), "board.seat.holder", c.holders),
		Advises: s.Check(seatField(n, "advises"), "board.seat.advises"), Covers: s.checks(seatField(n, "covers"), "board.seat.covers", c.aspects)}
	if n > 0 {
		x.Holder.Hint, x.Covers.Hint = "", "" // the first seat explains
	}
	if x.Legend == "" {
		x.Legend = e.T("board.seat.number", "Number", n+1)
	}
	used := 0
	for d := range mostDelegates {
		if s.Value(delegateField(n, d, "person")) != "" {
			used = d + 1
		}
	}
	for d := range min(mostDelegates, used+spareDelegates) {
		x.Delegates = append(x.Delegates, delegateFields{s.Select(delegateField(n, d, "person"), "board.delegate", c.people).Optional(),
			s.make("time", delegateField(n, d, "from"), "board.delegate.from").Optional(), s.make("time", delegateField(n, d, "to"), "board.delegate.to").Optional()})
	}
	return x
}

// preview tells a rhythm in words, with the next meetings.
func (v *visit) preview(f Form) (*rhythmPreview, error) {
	cron := strings.Join(strings.Fields(f.Value("cron")), " ")
	if cron == "" {
		return nil, nil
	}
	in := &entries{Form: &Form{Values: f.Values}, say: v.text}
	list, err := v.portal.service.NextMeetings(cron, max(0, min(in.whole("cutoff"), 20)), 4)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	p := &rhythmPreview{Words: rhythmIn(v.text, cron)}
	for _, m := range list {
		x := boardMeeting{When: v.text.DateTime(m.At), Cutoff: v.text.Deadline(m.Cutoff)}
		for _, note := range m.Notes {
			x.Odd = append(x.Odd, titled(v.text, "board.note.", note))
		}
		p.Next = append(p.Next, x)
	}
	return p, nil
}
