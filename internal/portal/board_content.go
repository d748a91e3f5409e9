package portal

import (
	"slices"
	"time"

	"termijn/workflows/board"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// boardContent is what the page of a board shows of its own.
type boardContent struct {
	*Page
	Facts []fact
	Seats []boardSeat
	Next  []boardMeeting
	// Current is the one in preparation or in session.
	Current *boardMeeting
	Past    []boardMeeting
	// Feed is the address for calendar programs; empty for a board without meetings.
	Feed string
	// Regular boards meet; an E-CAB does not.
	Regular bool
	// Held and Missed count its meetings, in words.
	Counts string
	// Extra is the form that calls a meeting; empty for those who may not.
	Extra string
}

// boardSeat is a seat of a board.
type boardSeat struct {
	ID, Name, Side, Holder string
	Delegates              []string
	Covers                 string
	Advises                bool
}

// boardMeeting is a meeting of a board, to come or past.
type boardMeeting struct {
	Key, Ref, Path, When, Stamp, Cutoff string
	// State says how it stands, Look as the style sheet knows it.
	State, Look string
	// Odd is what is odd about its day or hour, About how it differs from the rhythm.
	Odd   []string
	About []string
	// Items counts its agenda, in words.
	Items string
	// Skip and Move are the forms about it.
	Skip, Move string
}

func (r boardReader) content(page *Page) any {
	d := r.own.Definition
	c := boardContent{Page: page, Facts: r.definition(), Regular: d.Kind == board.Regular}
	for _, s := range seatsInOrder(d.Panel(r.Ref, r.own.Number)) {
		c.Seats = append(c.Seats, r.seat(s))
	}
	if !c.Regular {
		return c
	}
	c.Feed = r.feed
	changeable := r.changeable()
	for _, key := range r.own.Meetings() {
		if p := r.own.Planned[key]; !p.Ended {
			m := r.meeting(key, p, slices.Contains(changeable, key))
			c.Next = append(c.Next, m)
			if p.Meeting != "" && p.Meeting == r.own.Current {
				c.Current = &m
			}
		}
	}
	for _, s := range r.sessions {
		if s.Row.Outcome != "" {
			c.Past = append(c.Past, r.past(s.Row.Ref, s.Row.Stage, s.Own))
		}
	}
	c.Counts = r.say.T("board.counts", "Held", r.own.Held, "Missed", r.own.Missed)
	if r.may(board.Extra.Name) {
		c.Extra = commandPath(r.Ref, board.Extra.Name, "")
	}
	return c
}

// definition is what the board is, in facts.
func (r boardReader) definition() []fact {
	d, say := r.own.Definition, r.say
	scope := say.T("board.scope.all")
	if len(d.Scope) > 0 {
		var names []string
		for _, id := range d.Scope {
			names = append(names, r.on.Name(id, say.Lang()))
		}
		scope = joined(say, names)
	}
	panel := d.Panel(r.Ref, r.own.Number)
	all := []fact{{say.T("board.kind"), titled(say, "board.board.", d.Kind)}, {say.T("board.scope"), scope}, {say.T("board.rule"), ruleIn(say, panel)}}
	if q := quorumIn(say, panel); q != "" {
		all = append(all, fact{say.T("board.quorum"), q})
	}
	all = append(all, fact{say.T("board.rhythm"), rhythmOf(say, d)})
	if d.Kind == board.Regular {
		all = append(all, fact{say.T("board.cutoff"), cutoffOf(say, d.Cutoff)}, fact{say.T("board.minutes"), say.T("board.minutes.is", "Minutes", d.Minutes, "Each", d.Each)})
	}
	all = append(all, fact{say.T("board.version"), say.T("board.version.is", "Number", r.own.Number, "Since", say.DateTime(r.own.Since))})
	if r.own.Reason != "" {
		all = append(all, fact{say.T("board.reason"), r.own.Reason})
	}
	return all
}

func (r boardReader) seat(s change.Seat) boardSeat {
	v := boardSeat{ID: s.ID, Name: s.Name, Side: sideIn(r.say, s.Side), Holder: r.holder(s), Covers: aspectsIn(r.say, s.Covers), Advises: s.Advises}
	for _, d := range s.Delegates {
		name := r.name(d.Person)
		if period := periodIn(r.say, d.From, d.To); period != "" {
			name += " (" + period + ")"
		}
		v.Delegates = append(v.Delegates, name)
	}
	return v
}

// holder names who takes a seat: a person, everybody with a role, or whom a change says.
func (r boardReader) holder(s change.Seat) string {
	switch h := s.Holder; {
	case h.Person != "":
		return r.name(h.Person)
	case h.Org != "":
		return roleIn(r.say.T, h.Role, r.name(h.Org))
	}
	return r.say.T("board.holder.change")
}

// roleIn names everybody with a role in an organisation.
func roleIn(say func(string, ...any) string, role, org string) string {
	return capital(say("mail.asked.role", "Role", say("mail.role."+role), "Org", org))
}

// meeting is a meeting to come.
func (r boardReader) meeting(key string, p board.Planned, changeable bool) boardMeeting {
	m := boardMeeting{Key: key, Ref: p.Meeting, When: r.momentOf(p.At), Stamp: p.At.UTC().Format(time.RFC3339), State: r.say.T("board.meeting.planned")}
	if p.Cutoff.Before(p.At) {
		m.Cutoff = r.say.Deadline(p.Cutoff)
	} else {
		m.Cutoff = r.say.T("board.cutoff.none")
	}
	for _, note := range p.Notes {
		m.Odd = append(m.Odd, titled(r.say, "board.note.", note))
	}
	if p.Extra {
		m.About = append(m.About, r.say.T("board.meeting.extra"))
	}
	if p.Moved != nil {
		m.About = append(m.About, r.say.T("board.meeting.moved", "From", r.momentOf(*p.Moved)))
	}
	if p.Reason != "" {
		m.About = append(m.About, p.Reason)
	}
	switch {
	case p.Skipped:
		m.State, m.Look = r.say.T("board.meeting.skipped"), "rejected"
	case p.Preparing:
		m.State = r.say.T("board.meeting.opening")
	case p.Meeting != "":
		m.State, m.Look = r.say.T("stage.session."+session.Preparing), "open"
		if r.inSession(p.Meeting) {
			m.State, m.Look = r.say.T("stage.session."+session.InSession), "approved"
		}
		m.Path = casePath(p.Meeting)
		m.Items = r.itemsOf(p.Meeting)
	}
	if changeable && r.may(board.Skip.Name) {
		m.Skip = commandPath(r.Ref, board.Skip.Name, key)
	}
	if changeable && r.may(board.Move.Name) {
		m.Move = commandPath(r.Ref, board.Move.Name, key)
	}
	return m
}

// itemsOf counts the agenda of a meeting that was opened.
func (r boardReader) itemsOf(ref string) string {
	for _, s := range r.sessions {
		if s.Row.Ref == ref {
			return r.say.T("board.meeting.items", "Count", len(s.Own.Agenda()))
		}
	}
	return ""
}

// past is a meeting that is over.
func (r boardReader) past(ref, stage string, own session.State) boardMeeting {
	m := boardMeeting{Ref: ref, Path: casePath(ref), When: r.momentOf(own.About.At), Stamp: own.About.At.UTC().Format(time.RFC3339), State: titled(r.say, "stage.session.", stage), Look: "rejected"}
	if stage != session.Closed {
		if own.Reason != "" {
			m.About = []string{own.Reason}
		}
		return m
	}
	m.Look = "approved"
	decided := keep(own.Agenda(), func(i session.Item) bool { return i.State == session.ItemDecided })
	m.Items = r.say.T("board.meeting.decided", "Count", len(decided))
	return m
}
