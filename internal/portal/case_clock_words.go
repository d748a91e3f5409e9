package portal

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// corrected is the value that decides, with its share of the target.
func (r clockReader) corrected(k record.Clock) string {
	n := r.amount(k, k.Result.Corrected)
	if k.Result.Percent == nil {
		return n
	}
	share := decimal.NewFromFloat(*k.Result.Percent)
	places := 1
	if share.IsInteger() {
		places = 0
	}
	return r.say.T("case.clock.percent", "Amount", n, "Percent", r.say.Decimal(share, places))
}

// target is the promise in words.
func (r clockReader) target(k record.Clock) string {
	t := k.Facts.Target
	for i := len(k.Facts.Agreed) - 1; i >= 0; i-- {
		if g := k.Facts.Agreed[i]; !g.Annulled {
			return r.say.T("case.clock.target.agreed", "Date", r.say.DayDate(g.Date))
		}
	}
	switch {
	case t.WorkingDays != 0:
		return r.say.T("case.unit.workingdays", "Count", t.WorkingDays)
	case t.CalendarDays != 0:
		return r.say.T("case.unit.calendardays", "Count", t.CalendarDays)
	case t.CalendarMonths != 0:
		return r.say.T("case.unit.months", "Count", t.CalendarMonths)
	case t.Date != nil:
		return r.say.T("case.clock.target.date", "Date", r.say.DayDate(*t.Date))
	}
	return r.amount(k, int64(time.Duration(t.WorkingTime+t.Elapsed)/time.Second))
}

// basis says on what the clock rests, and whether the contract says so or we
// assume it (settings).
func (r clockReader) basis(v *clockView, k record.Clock, cal *calendar.Calendar) {
	v.Flag = "contractual"
	rule := ""
	if d, ok := r.definition(k.Definition, k.Version); ok {
		rule = d.Rule
		if d.Assumed {
			v.Flag = "assumed"
		}
	}
	v.FlagText = r.say.T("case.clock.flag." + v.Flag)
	v.Basis = r.say.T("case.clock.basis", "Rule", rule, "Definition", k.Definition, "Version", k.Version,
		"Calendar", cal.Name(), "CalendarVersion", cal.Version(), "CalendarFlag", r.say.T("case.clock.flag."+cal.Flag()))
}

func (r clockReader) pauses(k record.Clock) []pauseView {
	var all []pauseView
	for i, p := range k.Facts.Pauses {
		v := pauseView{Number: i + 1, Question: p.Question, Annulled: p.Annulled, Ruling: r.stories[p.ID].Ruling,
			Reason: titled(r.say, "case.pause.", p.Reason), Open: p.To == nil && !p.Annulled && !k.Stopped()}
		until := r.say.T("case.pause.still")
		switch {
		case p.To != nil:
			until = r.say.DateTime(*p.To)
		case k.Stopped():
			until = r.say.DateTime(stopOf(k))
		case p.Annulled:
			until = r.say.T("case.pause.annulled")
		}
		v.Period = r.say.T("case.pause.period", "From", r.say.DateTime(p.From), "To", until)
		all = append(all, v)
	}
	return all
}

func (r clockReader) rungs(k record.Clock) []rungView {
	var all []rungView
	for _, key := range k.Fired {
		at, ok := r.reached[k.ID][key]
		if ok {
			all = append(all, rungView{Key: key, Reached: true,
				Text: r.say.T("case.rung.reached", "Rung", r.rungName(key), "At", r.say.DateTime(at))})
		}
	}
	for _, g := range k.Rungs {
		if !k.HasFired(g.Key) && g.Key != record.RungDue {
			all = append(all, rungView{Key: g.Key, Text: r.say.T("case.rung.coming", "Rung", r.rungName(g.Key), "At", r.say.DateTime(g.At))})
		}
	}
	return all
}

// rungName writes a threshold's key for people.
func (r clockReader) rungName(key string) string {
	if days, ok := strings.CutSuffix(key, "WD"); ok {
		n := 0
		if _, err := fmt.Sscanf(days, "-%d", &n); err == nil {
			return r.say.T("case.rung.before", "Count", n)
		}
	}
	if key == record.RungDue {
		return r.say.T("case.rung.due")
	}
	return strings.TrimSuffix(key, "%") + " %"
}

// words are the words inside the picture.
func (r clockReader) words(k record.Clock, v clockView) clockWords {
	w := clockWords{Title: v.Title, Desc: r.describe(k, v), Tick: r.tick, Today: r.say.T("case.picture.today")}
	if countsTime(k) {
		w.Today, w.ClosedText = r.say.T("case.picture.now"), r.closedText(k)
		w.Hour = func(t time.Time) string { return r.hour(t, k.Facts.Start) }
		w.Closed = func(s stretch) string { return w.ClosedText + " · " + r.closedPeriod(s) }
	}
	if k.Result.Due != nil {
		// A due instant at midnight ends the day before.
		w.Due = r.say.T(dueWord(k), "Date", r.instant(k, *k.Result.Due, dueDate(k)))
	}
	if stop := stopOf(k); stop != nil {
		word := "case.picture.stop"
		if k.Facts.Stop == nil {
			word = "case.picture.cancelled"
		}
		w.Stop = r.say.T(word, "Date", r.instant(k, *stop, calendar.DateOf(*stop, brussels)))
	}
	for _, p := range v.Pauses {
		w.Pauses = append(w.Pauses, p.Reason+" · "+p.Period)
	}
	return w
}

// dueWord names the date that counts.
func dueWord(k record.Clock) string {
	_, open := openPause(k)
	switch {
	case open:
		return "case.picture.earliest"
	case k.Lapse:
		return "case.picture.end"
	case len(k.Facts.Agreed) > 0:
		return "case.picture.agreed"
	}
	return "case.picture.due"
}

// dueDate is the last day of a term: a due instant at midnight ends the day before.
func dueDate(k record.Clock) calendar.Date { return calendar.DateOf(k.Result.Due.Add(-1), brussels) }

// tick writes a date in the little room of a picture.
func (r clockReader) tick(d calendar.Date) string {
	return r.say.T("case.picture.tick", "Day", d.Day, "Month", r.say.T(fmt.Sprintf("case.month.%02d", int(d.Month))))
}

// describe is the picture in words, for those who cannot see it.
func (r clockReader) describe(k record.Clock, v clockView) string {
	parts := []string{v.StateText + ".", v.Sentence}
	if v.Closed != "" {
		parts = append(parts, r.say.T("case.picture.closed", "Closed", v.Closed))
	}
	for _, p := range v.Pauses {
		parts = append(parts, r.say.T("case.picture.pause", "Number", p.Number, "Reason", p.Reason, "Period", p.Period))
	}
	return strings.Join(parts, " ")
}
