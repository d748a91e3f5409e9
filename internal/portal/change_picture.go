package portal

import (
	"strings"
	"time"
)

// windowPicture is a change's window on an axis of time, with what users notice, the
// point of no return, now, and what it collides with, a lane each. Template
// change-picture draws it.
type windowPicture struct {
	Key, Title, Desc string
	// Height is of the drawing, Floor of the axis under the lanes.
	Height, Floor, TicksY int
	Ticks                 []tick
	Window                band
	// Down is when users notice it; NoReturn and Now are instants.
	Down          *band
	NoReturn, Now *mark
	Lanes         []windowLane
	// Words of the legend.
	WindowText, DownText, NoReturnText, LaneText string
}

// windowLane is what the change collides with at a time; Number refers to the list.
type windowLane struct {
	band
	Number int
	Title  string
	Y      int
	Firm   bool
}

// Sizes of the drawing, in pixels.
const (
	laneFirst  = 76
	laneHeight = 26
)

// drawWindow draws the change's window; nil while it has none.
func (r changeReader) drawWindow(key string, collisions []collisionView) *windowPicture {
	c := r.own.Content
	if c.From.IsZero() || !c.From.Before(c.To) {
		return nil
	}
	span := stretch{c.From, c.To}
	if u := c.Unavailability; !u.From.IsZero() && u.From.Before(u.To) {
		span = span.with(u.From).with(u.To)
	}
	if r.own.Started != nil {
		span = span.with(*r.own.Started)
	}
	if r.own.Ended != nil {
		span = span.with(*r.own.Ended)
	}
	length := span.to.Sub(span.from)
	a := axis{from: span.from.Add(-length * 6 / 100), to: span.to.Add(length * 8 / 100)}
	p := &windowPicture{Key: key, Title: r.say.T("change.picture.title"), Window: a.between(c.From, c.To, 1), WindowText: r.say.T("change.picture.window"),
		LaneText: r.say.T("change.picture.lane")}
	p.ticks(a, r, span)
	if u := c.Unavailability; !u.None && !u.From.IsZero() && u.From.Before(u.To) {
		down := a.between(u.From, u.To, 1)
		p.Down, p.DownText = &down, r.say.T("change.picture.down")
	}
	if at := c.BackOut.NoReturn; at != nil && a.holds(*at) {
		p.NoReturn, p.NoReturnText = &mark{X: a.at(*at), Label: r.say.Time(*at), Anchor: anchor(a.at(*at))}, r.say.T("change.picture.noreturn")
	}
	if a.holds(r.Now) {
		p.Now = &mark{X: a.at(r.Now), Label: r.say.T("case.picture.now"), Anchor: anchor(a.at(r.Now))}
	}
	for i, v := range collisions {
		p.Lanes = append(p.Lanes, windowLane{band: a.between(v.from, v.to, 2), Number: v.Number, Title: v.Kinds + " · " + v.When, Y: laneFirst + i*laneHeight, Firm: v.Firm})
	}
	p.Floor = laneFirst + len(p.Lanes)*laneHeight
	p.TicksY, p.Height = p.Floor+19, p.Floor+26
	p.Desc = r.describe(collisions)
	return p
}

// with is a stretch that reaches to an instant too.
func (s stretch) with(t time.Time) stretch {
	if t.Before(s.from) {
		s.from = t
	}
	if t.After(s.to) {
		s.to = t
	}
	return s
}

// ticks are times on a short window and dates on a long one.
func (p *windowPicture) ticks(a axis, r changeReader, span stretch) {
	words := clockReader{say: r.say, now: r.Now}
	if span.to.Sub(span.from) > daysFrom {
		p.Ticks = a.ticksFrom(span.from, brussels, words.tick)
		return
	}
	p.Ticks = a.hourTicks(span.from, nil, brussels, func(t time.Time) string { return words.hour(t, span.from) })
}

// describe is the picture in words, for those who cannot see it.
func (r changeReader) describe(collisions []collisionView) string {
	c := r.own.Content
	parts := []string{r.say.T("change.picture.desc", "Period", r.period(c.From, c.To))}
	if c.BackOut.NoReturn != nil {
		parts = append(parts, r.say.T("change.picture.desc.noreturn", "At", r.say.DateTime(*c.BackOut.NoReturn)))
	}
	for _, v := range collisions {
		parts = append(parts, r.say.T("change.picture.desc.lane", "Number", v.Number, "Kinds", v.Kinds, "Period", v.When))
	}
	return strings.Join(parts, " ")
}

// FloorEnd is where the ticks under the axis end.
func (p *windowPicture) FloorEnd() int { return p.Floor + 5 }

// Mid is the middle of the lane.
func (l windowLane) Mid() int { return l.Y + 8 }

// TextY is where the number stands in the lane.
func (l windowLane) TextY() int { return l.Y + 12 }
