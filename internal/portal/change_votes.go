package portal

import (
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/change"
)

// ballotView is a board's vote on the change.
type ballotView struct {
	Board, Path string
	// Meeting decides, at an instant; empty while none does.
	Meeting, MeetingPath, MeetingAt string
	// Rule and Quorum are how it is counted, Count how it stands, in words.
	Rule, Quorum, Count string
	Agreed              bool
	Seats               []seatView
}

// seatView is a seat with what it said.
type seatView struct {
	ID, Name, Side string
	// Who may vote: the holder, and the delegates who may act for it now.
	Who, Delegates string
	Advises        bool
	// Option is how it voted, Look as the style sheet knows it: "approve", "reject",
	// "abstain", "reopened" or empty while it is awaited.
	Option, Look, By, When, Reason string
	// Covers are the aspects that the vote covers, when not all.
	Covers string
	// Was tells of a vote that an edit or a collision took back, and why.
	Was string
	// Awaited says that the vote is still to come.
	Awaited string
	// Task is where the reader votes; Revise where they change a vote.
	Task, Revise string
}

// ballot is the present or last vote; nil while there was none.
func (r changeReader) ballot() *ballotView {
	b := r.own.Ballot
	if b == nil {
		return nil
	}
	v := &ballotView{Board: b.Panel.Name, Agreed: b.Agreed, Rule: r.rule(b.Panel), Quorum: r.quorum(b.Panel)}
	if b.Panel.Board != "" && (r.reads.Kind == "si" || r.reads.Kind == "board" || r.linked(b.Panel.Board)) {
		v.Path = casePath(b.Panel.Board)
	}
	if b.Meeting != "" {
		v.Meeting = b.Meeting
		if r.reads.Kind == "si" || r.reads.Kind == "board" || r.linked(b.Meeting) {
			v.MeetingPath = casePath(b.Meeting)
		}
	}
	if b.MeetingAt != nil {
		v.MeetingAt = r.say.DateTime(*b.MeetingAt)
	}
	for _, s := range seatsInOrder(b.Panel) {
		v.Seats = append(v.Seats, r.seat(s))
	}
	v.Count = r.counted()
	return v
}

// sidesInOrder are the sides of seats, the chair first.
var sidesInOrder = []string{change.SideChair, change.SideSI, change.SideProvider, change.SideClient, change.SideBoard}

// seatsInOrder are a board's seats: by side, then by name; those that advise last.
func seatsInOrder(p change.Panel) []change.Seat {
	rank := func(s change.Seat) int {
		n := slices.Index(sidesInOrder, s.Side)
		if s.Advises {
			n += len(sidesInOrder)
		}
		return n
	}
	return slices.SortedFunc(maps.Values(p.Seats), func(a, b change.Seat) int {
		if n := rank(a) - rank(b); n != 0 {
			return n
		}
		if n := strings.Compare(a.Name, b.Name); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// seat is how a seat stands.
func (r changeReader) seat(s change.Seat) seatView {
	side, _ := r.word("side", s.Side)
	v := seatView{ID: s.ID, Name: s.Name, Side: side, Who: r.recipient(s.Holder), Delegates: r.delegates(s), Advises: s.Advises,
		Awaited: r.say.T("change.vote.awaited")}
	if len(s.Covers) > 0 {
		v.Covers = r.aspects(s.Covers)
	}
	b := r.own.Ballot
	if vote, ok := b.Votes[s.ID]; ok {
		v.Look, v.Option, v.By, v.When, v.Reason = vote.Option, titled(r.say, "task.option.", vote.Option), r.who(vote.By), r.say.DateTime(vote.At), vote.Reason
		if r.votesFor(s) && r.votable() {
			v.Revise = commandPath(r.Ref, change.ReviseVote.Name, s.ID)
		}
	} else if _, ok := b.Reopened[s.ID]; ok {
		v.Look, v.Awaited = "reopened", r.say.T("change.vote.reopened")
	}
	if o, ok := b.Reopened[s.ID]; ok {
		why, _ := r.word("reopened", o.Why)
		v.Was = r.say.T("change.vote.was", "Who", r.who(o.Vote.By), "Option", titled(r.say, "task.option.", o.Vote.Option), "Aspects", r.aspects(o.Aspects),
			"Why", why, "At", r.say.DateTime(o.At))
	}
	for _, t := range r.mine(r.reads) {
		if t.Kind == taskVote && t.Subject == s.ID {
			v.Task = taskPath(t.ID)
		}
	}
	return v
}

// votable reports whether votes can still be given or changed.
func (r changeReader) votable() bool {
	return r.Outcome == "" && slices.Contains(r.proc.allows(r.Stage), change.ReviseVote.Name)
}

// votesFor reports whether the reader has a seat's vote: as its holder, or as a
// delegate who may act now.
func (r changeReader) votesFor(s change.Seat) bool {
	return r.reads.Inbox().Holds(s.Holder) || slices.ContainsFunc(s.Delegates, func(d change.Delegate) bool { return d.Person == r.reads.Person && actsAt(d, r.Now) })
}

// delegates are those who may act for a seat now.
func (r changeReader) delegates(s change.Seat) string {
	var names []string
	for _, d := range s.Delegates {
		if actsAt(d, r.Now) {
			names = append(names, r.name(d.Person))
		}
	}
	return joined(r.say, names)
}

// aspects are parts of the content in words.
func (r changeReader) aspects(of []string) string {
	var names []string
	for _, a := range change.Aspects {
		if slices.Contains(of, a) {
			word, _ := r.word("aspect", a)
			names = append(names, word)
		}
	}
	return joined(r.say, names)
}

// rule is how a board decides, in words.
func (r changeReader) rule(p change.Panel) string { return ruleIn(r.say, p) }

// quorum is who must take part, in words.
func (r changeReader) quorum(p change.Panel) string { return quorumIn(r.say, p) }

// counted says how the vote stands: of the seats that count, how many said what.
func (r changeReader) counted() string {
	n := map[string]int{}
	seats := 0
	for _, s := range r.own.Ballot.Panel.Seats {
		if s.Advises {
			continue
		}
		seats++
		if v, ok := r.own.Ballot.Votes[s.ID]; ok {
			n[v.Option]++
		}
	}
	open := seats - n[change.VoteApprove] - n[change.VoteReject] - n[change.VoteAbstain]
	return r.say.T("change.vote.count", "Approve", n[change.VoteApprove], "Reject", n[change.VoteReject], "Abstain", n[change.VoteAbstain], "Open", open)
}

// taskVote asks a seat for its vote.
const taskVote = "vote_change"

// decision is the last ruling, in facts.
func (r changeReader) decision() []fact {
	d := r.own.Decision
	if d == nil {
		return nil
	}
	option, _ := r.word("option", d.Option)
	by := d.By
	all := []fact{{r.say.T("change.decision.is"), option}}
	if by != (record.Actor{}) {
		all = append(all, fact{r.say.T("change.decision.by"), r.say.T("problem.by.at", "Who", r.who(by), "At", r.say.DateTime(d.At))})
	} else {
		all = append(all, fact{r.say.T("change.decision.at"), r.say.DateTime(d.At)})
	}
	all = append(all, r.facts("conditions", d.Conditions, "reason", d.Reason)...)
	for _, note := range []struct {
		id  string
		set bool
	}{{"change.decision.late", d.AcceptLate}, {"change.decision.alone", d.Alone}, {"change.decision.stroke", d.Stroke}} {
		if note.set {
			all = append(all, fact{r.say.T("change.decision.note"), r.say.T(note.id)})
		}
	}
	return append(all, r.facts("meeting", d.Meeting)...)
}

// confirmation is the E-CAB's word on what the chair decided alone, in facts.
func (r changeReader) confirmation() []fact {
	c := r.own.Confirmation
	if c == nil || r.own.Ballot == nil {
		return nil
	}
	all := []fact{{r.say.T("change.confirmation.asked"), r.say.DateTime(c.Asked)}}
	var so []string
	for _, seat := range seatsInOrder(r.own.Ballot.Panel) {
		if who, ok := c.Confirmed[seat.ID]; ok {
			so = append(so, r.who(who)+" ("+seat.Name+")")
		}
	}
	all = append(all, r.facts("confirmation.so_far", joined(r.say, so))...)
	if c.Option == "" {
		return append(all, fact{r.say.T("change.confirmation.is"), r.say.T("change.confirmation.awaited", "Due", r.due(c.Clock))})
	}
	at := time.Time{}
	if c.At != nil {
		at = *c.At
	}
	return append(append(all, fact{r.say.T("change.confirmation.is"), titled(r.say, "task.option.", c.Option)},
		fact{r.say.T("change.decision.by"), r.say.T("problem.by.at", "Who", r.who(c.By), "At", r.say.DateTime(at))}), r.facts("reason", c.Reason)...)
}

// actsAt reports whether a delegate may act at an instant.
func actsAt(d change.Delegate, at time.Time) bool {
	return (d.From.IsZero() || !at.Before(d.From)) && (d.To.IsZero() || at.Before(d.To))
}
