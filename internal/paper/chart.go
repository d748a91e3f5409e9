package paper

import (
	"codeberg.org/go-pdf/fpdf"

	"termijn/internal/calendar"
)

const (
	barHeight  = 6.2
	tickHeight = 7.0
	sign       = 1.7 // half the size of a sign
)

// chart draws a line for each bar: names at the left, signs at their dates. It goes
// on on the next page with the ticks and the meaning of the signs again.
func (p *page) chart(c Chart) {
	c = c.widened()
	if len(c.Bars) == 0 || !c.To.After(c.From) {
		return
	}
	left := min(p.width()*0.34, 110)
	scale := func(d calendar.Date) float64 {
		return margin + left + 3 + float64(d.DaysSince(c.From))/float64(c.To.DaysSince(c.From))*(p.width()-left-21)
	}
	for bars := c.Bars; len(bars) > 0; {
		p.room(tickHeight + 12 + 3*barHeight)
		p.legend(c)
		fits := int((p.bottom() - p.GetY() - tickHeight) / barHeight)
		n := min(max(fits, 1), len(bars))
		p.grid(c, scale, n)
		for _, b := range bars[:n] {
			p.bar(b, left, scale)
		}
		p.Ln(3)
		if bars = bars[n:]; len(bars) > 0 {
			p.AddPage()
			p.SetY(margin)
		}
	}
}

// widened shows every date that a bar has.
func (c Chart) widened() Chart {
	for _, b := range c.Bars {
		for _, d := range []calendar.Date{b.Baseline, b.Expected, b.Reached} {
			if d.IsZero() {
				continue
			}
			if d.Before(c.From) {
				c.From = d
			}
			if d.After(c.To) {
				c.To = d
			}
		}
	}
	return c
}

// legend says what the signs mean.
func (p *page) legend(c Chart) {
	y := p.GetY() + 2.5
	x := margin
	p.write(grey, false, small)
	for _, item := range []struct {
		text string
		draw func(x, y float64)
	}{
		{c.BaselineText, p.baseline}, {c.ExpectedText, func(x, y float64) { p.expected(x, y, ink) }}, {c.ReachedText, p.reached},
		{c.LateText, func(x, y float64) { p.expected(x, y, alarm); p.exclamation(x+2*sign, y) }}, {c.CriticalText, func(x, y float64) { p.critical(x-2, x+2, y) }},
	} {
		if item.text == "" {
			continue
		}
		item.draw(x+sign, y)
		p.write(grey, false, small)
		p.SetXY(x+6.5, y-2.5)
		text := p.shown(item.text)
		p.CellFormat(p.GetStringWidth(text)+2, 5, text, "", 0, "L", false, 0, "")
		x += p.GetStringWidth(text) + 13
	}
	p.SetY(y + 4)
}

// grid draws the ticks and today over n lines.
func (p *page) grid(c Chart, scale func(calendar.Date) float64, n int) {
	top := p.GetY()
	bottom := top + tickHeight + float64(n)*barHeight
	p.write(grey, false, small)
	free := 0.0
	for _, t := range c.Ticks {
		if t.At.Before(c.From) || t.At.After(c.To) {
			continue
		}
		x := scale(t.At)
		p.draw(rule, 0.15)
		p.Line(x, top+4, x, bottom)
		if text := p.shown(t.Text); x >= free {
			p.SetXY(x+0.8, top)
			p.CellFormat(p.GetStringWidth(text)+2, 4, text, "", 0, "L", false, 0, "")
			free = x + p.GetStringWidth(text) + 2
		}
	}
	if !c.Today.IsZero() && !c.Today.Before(c.From) && !c.Today.After(c.To) {
		x := scale(c.Today)
		p.draw(ink, 0.4)
		p.SetDashPattern([]float64{1.2, 0.8}, 0)
		p.Line(x, top+tickHeight-2.5, x, bottom)
		p.SetDashPattern(nil, 0)
		p.write(ink, true, 7)
		text := p.shown(c.TodayText)
		p.SetXY(min(x+0.8, margin+p.width()-p.GetStringWidth(text)-2), top+3.4)
		p.CellFormat(p.GetStringWidth(text)+2, 3.4, text, "", 0, "L", false, 0, "")
	}
	p.SetY(top + tickHeight)
}

func (p *page) bar(b Bar, left float64, scale func(calendar.Date) float64) {
	y := p.GetY()
	middle := y + barHeight/2
	group := b.Baseline.IsZero() && b.Expected.IsZero() && b.Reached.IsZero()
	p.write(ink, group, small)
	p.SetXY(margin, y)
	p.CellFormat(left-2, barHeight, p.fitted(b.Text, left-2), "", 0, "L", false, 0, "")
	p.draw(rule, 0.1)
	p.Line(margin, y+barHeight, margin+p.width(), y+barHeight)
	p.SetY(y + barHeight)
	if group {
		return
	}
	at := b.Expected
	if !b.Reached.IsZero() {
		at = b.Reached
	}
	from, to := at, at
	if !b.Baseline.IsZero() {
		from = b.Baseline
	}
	if from.After(to) {
		from, to = to, from
	}
	if b.Critical {
		p.critical(max(scale(from)-2, margin+left), scale(to)+2, middle)
	}
	if from != to {
		p.draw(grey, 0.4)
		p.Line(scale(from), middle, scale(to), middle)
	}
	if !b.Baseline.IsZero() {
		p.baseline(scale(b.Baseline), middle)
	}
	end := scale(to) + sign + 1
	switch {
	case !b.Reached.IsZero():
		p.reached(scale(b.Reached), middle)
	case !b.Expected.IsZero() && b.Late:
		p.expected(scale(b.Expected), middle, alarm)
		p.exclamation(scale(b.Expected)+2*sign, middle)
		end += 2 * sign
	case !b.Expected.IsZero():
		p.expected(scale(b.Expected), middle, ink)
	}
	if b.Note != "" {
		p.write(ink, false, 7)
		text := p.fitted(b.Note, p.width()/3)
		width := p.GetStringWidth(text)
		if end+width > margin+p.width() { // no room at the right
			end = scale(from) - sign - 2 - width
		}
		p.SetXY(end, y)
		p.CellFormat(width+2, barHeight, text, "", 0, "L", false, 0, "")
	}
	p.SetY(y + barHeight)
}

// baseline is an open lozenge.
func (p *page) baseline(x, y float64) {
	p.draw(grey, 0.35)
	p.fill(colour{255, 255, 255})
	p.Polygon(lozenge(x, y), "FD")
}

// expected is a full lozenge.
func (p *page) expected(x, y float64, c colour) {
	p.draw(c, 0.2)
	p.fill(c)
	p.Polygon(lozenge(x, y), "FD")
}

// reached is a square with a tick in it.
func (p *page) reached(x, y float64) {
	p.draw(ink, 0.3)
	p.fill(ink)
	p.Rect(x-sign, y-sign, 2*sign, 2*sign, "FD")
	p.draw(colour{255, 255, 255}, 0.5)
	p.Line(x-0.9, y, x-0.2, y+0.8)
	p.Line(x-0.2, y+0.8, x+1, y-0.9)
}

// critical is a double line under what it belongs to.
func (p *page) critical(from, to, y float64) {
	p.draw(ink, 0.25)
	p.Line(from, y+2.1, to, y+2.1)
	p.Line(from, y+2.6, to, y+2.6)
}

// exclamation goes with what is late, for colour alone is no sign.
func (p *page) exclamation(x, y float64) {
	p.write(alarm, true, 9)
	p.SetXY(x-0.8, y-2.5)
	p.CellFormat(4, 5, "!", "", 0, "L", false, 0, "")
}

func lozenge(x, y float64) []fpdf.PointType {
	return []fpdf.PointType{{X: x, Y: y - sign}, {X: x + sign, Y: y}, {X: x, Y: y + sign}, {X: x - sign, Y: y}}
}
