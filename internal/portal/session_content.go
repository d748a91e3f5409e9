package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/workflows/change"
	"termijn/workflows/session"
)

// sessionContent is what the page of a session shows of its own.
type sessionContent struct {
	*Page
	Ref, Path, Live, BoardPath string
	// When it is planned, and where it stands.
	When, Stage, StageText, Waiting string
	Preparing, InSession, Over      bool
	Screen                          bool
	// ScreenPath leads to the page for a projector, or back.
	ScreenPath string
	Cutoff     string
	Quorum     quorumView
	Seats      []sessionSeat
	Agenda     []agendaItem
	// More says that changes wait that did not come on the agenda.
	More string
	// Front is the item in front, as the reader may see it; FrontRef and FrontTitle are
	// there for everybody.
	Front                *frontItem
	FrontRef, FrontTitle string
	Time                 *frontTime
	Minutes              []minuteLine
	Summary, Reason      string
	Facts                []fact
	// Forms that the reader may send now.
	Votes, Decide []sessionForm
	Stroke        *strokeForm
	Minute        *sessionForm
	Close         *sessionForm
	Refill        *sessionForm
	Unfront       *sessionForm
	Order         *orderForm
	// Problem is what went wrong with a form that is not there any more, Typed what was
	// typed in it.
	Problem string
	Typed   []string
	// Away is said when the server cannot be reached.
	Away string
}

// quorumView says how many seats are taken, and whether that is enough.
type quorumView struct {
	Enough               bool
	Present, Needed, Of  int
	Text, Lacks, Summary string
}

// agendaItem is a change on the agenda.
type agendaItem struct {
	Ref, Path, Title, Provider, Window string
	Place                              int
	// State says how it stands, Look as the style sheet knows it.
	State, Look string
	// Hits counts what it collides with, Kinds say why.
	Hits, Kinds string
	// Count says how the votes stand, Missing who has not voted; Agreed: all agree.
	Count, Missing string
	Agreed         bool
	// Ruling, Reason and Conditions of a decision; Refused is why it was not taken.
	Ruling, Reason, Conditions, Refused string
	// About says who put it there, or why it left.
	About string
	// Spent is how long it was in front.
	Spent string
	Front bool
	Open  bool
	Off   bool
	// Hidden: the reader may not see the change.
	Hidden bool
	// Votes are those of a closed session's minutes.
	Votes []seatView
	// Forms of the chair.
	PutFront *sessionForm
	TakeOff  string
	Minutes  []minuteLine
}

func (r sessionReader) content(page *Page) any {
	own := r.own
	c := sessionContent{Page: page, Ref: r.Ref, Path: r.path(), Live: r.livePath(), BoardPath: casePath(own.About.Board), When: r.say.DateTime(own.About.At), Stage: r.Stage, StageText: r.stageText(), Waiting: r.waiting(),
		Preparing: r.Stage == session.Preparing, InSession: r.Stage == session.InSession, Over: r.Outcome != "", Screen: r.screen, Quorum: r.quorum(),
		Summary: own.Summary, Reason: own.Reason, FrontRef: own.Front, Time: r.frontTime(), Away: r.say.T("session.away")}
	c.ScreenPath = casePath(r.Ref)
	if !r.screen {
		c.ScreenPath += "?view=screen"
	}
	if own.Cut == nil {
		c.Cutoff = r.say.Deadline(own.About.Cutoff)
	}
	if own.Front != "" {
		c.FrontTitle = own.Items[own.Front].Title
	}
	c.Agenda = r.agenda()
	if own.More > 0 {
		c.More = r.say.T("session.more", "Count", own.More)
	}
	if c.InSession || c.Over {
		c.Seats = r.seats()
		c.Minutes = r.minutes("")
		for i := range c.Agenda {
			c.Agenda[i].Minutes = r.minutes(c.Agenda[i].Ref)
		}
	}
	if r.front != nil {
		c.Front = r.frontItem(page)
	}
	if c.Over && own.Opened != nil && own.Ended != nil {
		c.Facts = []fact{{r.say.T("session.opened"), r.say.DateTime(*own.Opened)}, {r.say.T("session.ended"), r.say.DateTime(*own.Ended)}}
	}
	r.forms(&c)
	r.lost(&c)
	return c
}

// quorum says how many seats with a vote are taken, and what still lacks.
func (r sessionReader) quorum() quorumView {
	present, needed, missing := r.own.Quorum()
	q := quorumView{Enough: r.own.Quorate(), Present: present, Needed: max(needed, 1)}
	for _, s := range r.own.About.Panel.Seats {
		if !s.Advises {
			q.Of++
		}
	}
	q.Text = r.say.T("session.present", "Present", present, "Of", q.Of)
	q.Summary = r.say.T("session.quorum.no")
	if q.Enough {
		q.Summary = r.say.T("session.quorum.yes")
	}
	var lacks []string
	if present < q.Needed {
		lacks = append(lacks, r.say.T("session.quorum.few", "Count", q.Needed-present))
	}
	for _, set := range missing {
		lacks = append(lacks, sidesIn(r.say, set))
	}
	q.Lacks = joined(r.say, lacks)
	return q
}

// agenda are the items in their order, then those that left it.
func (r sessionReader) agenda() []agendaItem {
	var all []agendaItem
	for _, i := range r.own.Agenda() {
		all = append(all, r.item(i))
	}
	for _, i := range inOrder(r.own.Items, func(i session.Item) time.Time { return i.Added }) {
		if i.State == session.ItemOff {
			all = append(all, r.item(i))
		}
	}
	return all
}

// item is a change on the agenda as it stands.
func (r sessionReader) item(i session.Item) agendaItem {
	x := agendaItem{Ref: i.Change, Title: i.Title, Provider: r.name(i.Provider), Place: i.Place, State: r.say.T("session.item." + i.State), Look: looksOfItems[i.State], Open: i.Open(),
		Front: i.Change == r.own.Front, Off: i.State == session.ItemOff, Spent: spent(r.say, i.Seconds)}
	if i.Refused != "" {
		x.Refused, _ = r.word("why", i.Refused)
	}
	if d := i.Decision; d != nil && i.State != session.ItemRefused {
		x.Ruling, _ = r.word("ruling", d.Option)
		x.Reason, x.Conditions = d.Reason, d.Conditions
		if d.Option == change.Reject || d.Option == change.Defer {
			x.Look = "rejected"
		}
		if i.Stroke {
			x.About = r.say.T("session.item.stroke")
		}
	}
	reason, _ := r.word("why", i.Reason)
	switch {
	case i.By != nil && i.State == session.ItemOff:
		x.About = r.say.T("session.item.off_by", "Who", r.who(*i.By), "Reason", reason)
	case i.State == session.ItemOff:
		x.About = capital(reason)
	case i.By != nil:
		x.About = r.say.T("session.item.by", "Who", r.who(*i.By), "Reason", reason)
	}
	own, seen := r.items[i.Change]
	if !seen {
		x.Hidden, x.Window = true, r.say.DateTime(i.From)
		return x
	}
	x.Path, x.Window = casePath(i.Change), periodIn(r.say, own.Content.From, own.Content.To)
	r.standing(&x, own)
	return x
}

// standing adds what an item collides with, and how its votes stand.
func (r sessionReader) standing(x *agendaItem, own change.State) {
	var kinds []string
	others := map[string]bool{}
	for key, c := range own.Collisions {
		if c.Other != "" {
			key = c.Other
		}
		others[key] = true
		if word := titled(r.say, "change.collides.", c.Kind); !slices.Contains(kinds, word) {
			kinds = append(kinds, word)
		}
	}
	slices.Sort(kinds)
	if n := len(others) + own.More; n > 0 && x.Open {
		x.Hits, x.Kinds = r.say.T("change.list.hits", "Count", n), strings.Join(kinds, ", ")
	}
	b := own.Ballot
	if b == nil {
		return
	}
	n := b.Tally(nil)
	x.Count = r.say.T("change.vote.count", "Approve", n.Approve, "Reject", n.Reject, "Abstain", n.Abstain, "Open", n.Missing)
	x.Agreed = b.Agreed && x.Open
	var missing []string
	for _, s := range seatsInOrder(b.Panel) {
		if _, voted := b.Votes[s.ID]; !voted && !s.Advises {
			missing = append(missing, s.Name)
		}
	}
	if len(missing) > 0 && x.Open {
		x.Missing = r.say.T("session.missing", "Seats", joined(r.say, missing))
	}
	if r.Outcome != "" && !x.Off {
		reader := changeReader{caseReader: r.caseReader, own: own, reads: r.reads}
		reader.Process = change.Name
		for _, s := range seatsInOrder(b.Panel) {
			if _, voted := b.Votes[s.ID]; voted {
				x.Votes = append(x.Votes, reader.seat(s))
			}
		}
	}
}

// looksOfItems are how an item looks, as the style sheet knows it.
var looksOfItems = map[string]string{session.ItemDecided: "approved", session.ItemRefused: "rejected", session.ItemCarried: "rejected", session.ItemOff: "rejected"}
