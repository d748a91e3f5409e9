package portal

import (
	"fmt"
	"strings"
	"time"

	"termijn/internal/app"
	"termijn/internal/calendar"
)

// scheduleAxis is the line of time over the schedule's rows.
type scheduleAxis struct {
	axis
	Ticks []tick
	// Days are where days begin, Off the days that do not count.
	Days []share
	Off  []band
	// Now is where the present instant is, when it is in sight.
	Now *share
}

// scheduleRow is something that is planned.
type scheduleRow struct {
	Title, Path, Ref, Kind, KindText string
	Hidden, Firm, Over               bool
	When, Status, Provider, Items    string
	Bar                              band
	// Marks are where on the bar it collides.
	Marks   []band
	Clashes []scheduleClash
	// Now is set on the first row that begins after the present instant: a line stands
	// before it.
	Now bool

	from, to time.Time
	// items and everything are what the reader may know that it touches.
	items      []string
	everything bool
}

// scheduleClash says with what a row collides.
type scheduleClash struct {
	Text, Path, With, When string

	from, to time.Time
}

// scheduleAxis spans the days of a view; labels have room on a narrow screen.
func (v *visit) scheduleAxis(view string, first, last calendar.Date) scheduleAxis {
	a := scheduleAxis{axis: axis{from: first.Start(brussels), to: last.Start(brussels)}}
	place := func(t time.Time, label string) {
		a.Ticks = append(a.Ticks, tick{X: a.at(t), Label: label, Anchor: "start"})
	}
	if view == "day" {
		for hour := 0; hour < 24; hour += 4 {
			t := time.Date(first.Year, first.Month, first.Day, hour, 0, 0, 0, brussels)
			place(t, t.Format("15"))
		}
	}
	for d := first; d.Before(last); d = d.AddDays(1) {
		a.Days = append(a.Days, a.at(d.Start(brussels)))
		weekday := v.text.T(fmt.Sprintf("format.weekday.%02d", int(d.Weekday())))
		switch {
		case view == "week":
			place(d.Start(brussels), weekday+" "+v.text.Number(d.Day))
		case view == "month" && d.Weekday() == time.Monday:
			place(d.Start(brussels), weekday+" "+v.text.Number(d.Day))
		}
	}
	if cal, err := v.portal.service.Store.Calendars().CurrentAt("workdays", v.now); err == nil {
		a.Off = a.shaded(cal)
	}
	if a.holds(v.now) {
		now := a.at(v.now)
		a.Now = &now
	}
	return a
}

// narrowestBar is the least that a bar is wide, in percent.
const narrowestBar = 0.7

func (v *visit) scheduleRows(s app.Schedule, a scheduleAxis) ([]scheduleRow, error) {
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return nil, err
	}
	var rows []scheduleRow
	marked := !a.holds(v.now)
	for _, e := range s.Entries {
		r := scheduleRow{Title: e.Title, Ref: e.Ref, Kind: e.Kind, KindText: v.planKind(e), Hidden: e.Hidden, Firm: e.Firm, Over: e.Over,
			When: windowText(v.text, e.From, e.To), Provider: names[e.Provider], Items: v.itemsText(s, e), Bar: a.between(e.From, e.To, narrowestBar), from: e.From, to: e.To,
			items: e.Items, everything: e.Everything}
		if e.Ref != "" {
			r.Path = casePath(e.Ref)
		}
		switch {
		case e.Hidden:
			r.Title = v.text.T("schedule.hidden")
		case e.Stage != "":
			r.Status = titled(v.text, "stage."+e.Process+".", e.Stage)
		}
		for _, c := range e.Collides {
			r.Marks = append(r.Marks, a.between(c.From, c.To, narrowestBar))
			clash := scheduleClash{Text: v.text.T("collision." + c.Kind), With: c.Title, When: windowText(v.text, c.From, c.To), from: c.From, to: c.To}
			if c.Title == "" {
				clash.With = v.text.T("schedule.hidden")
			}
			if c.Ref != "" {
				clash.Path = casePath(c.Ref)
			}
			r.Clashes = append(r.Clashes, clash)
		}
		if !marked && e.From.After(v.now) {
			r.Now, marked = true, true
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// planKind names what is planned: the sort of a change too.
func (v *visit) planKind(e app.ScheduleEntry) string {
	if id := "schedule.sort." + e.Sort; e.Kind == "change" && e.Sort != "" && v.text.Has(id) {
		return v.text.T(id)
	}
	return v.text.T("schedule.kind." + e.Kind)
}

// itemsText names the items of an entry.
func (v *visit) itemsText(s app.Schedule, e app.ScheduleEntry) string {
	switch {
	case e.Hidden:
		return v.text.T("schedule.hidden")
	case e.Everything:
		return v.text.T("freeze.items.all")
	}
	var all []string
	for _, id := range e.Items {
		if id == app.HiddenItem {
			all = append(all, v.text.T("schedule.hidden.item"))
			continue
		}
		all = append(all, s.Map.Name(id, v.text.Lang()))
	}
	return strings.Join(all, ", ")
}
