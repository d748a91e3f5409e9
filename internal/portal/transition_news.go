package portal

import (
	"encoding/json"
	"maps"
	"slices"

	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// newsPart is what happened since the reader was here before.
type newsPart struct {
	// Since says since when; empty on a first visit.
	Since string
	Items []newsLine
	More  int
}

type newsLine struct {
	Seq  int64
	When string
	story
	Look string
}

const (
	// newsShown bounds the list; the timeline has everything.
	newsShown = 8
	newsRead  = 200
	// sessionSeen begins the key under which a session keeps where its news begin.
	sessionSeen = "seen:"
)

// newsKinds are the events that are news; the rest is bookkeeping.
var newsKinds = []string{
	"transition.drafted", "transition.plan_changed", "transition.plan_submitted", "transition.plan_refused", "transition.baseline_set", "transition.award_recorded",
	"transition.forecast_stated", "transition.milestone_missed", "transition.miss_escalated", "transition.milestone_reached", "transition.milestone_accepted", "transition.reaching_refused",
	"transition.acknowledged", "transition.unacknowledged", "transition.product_delivered", "transition.product_checked", "transition.product_accepted", "transition.product_refused",
	"transition.evidence_recorded", "transition.evidence_withdrawn", "transition.risk_recorded", "transition.risk_updated", "transition.exit_planned", "transition.exit_settled",
	"transition.session_planned", "transition.session_lapsed", "transition.month_missed", "transition.session_opened", "transition.decision_recorded", "transition.session_held",
	"transition.proposed", "transition.proposal_withdrawn", "transition.proposal_put", "transition.proposal_decided", "transition.payment_approved", "transition.payment_refused",
	"transition.payment_resubmitted", "transition.completed", "transition.stopped",
}

// news lists what happened since the reader's last visit. A visit lasts as long as a
// session: whoever opens the page again reads the same news, until the next day.
func (v *visit) news(r transitionReader) (newsPart, error) {
	ctx, key := v.r.Context(), sessionSeen+r.Ref
	last, err := v.portal.service.LastVisit(ctx, v.who, r.Ref)
	if err != nil {
		return newsPart{}, err
	}
	if kept := v.portal.sessions.GetBytes(ctx, key); kept != nil {
		var begun ledger.Visit
		if json.Unmarshal(kept, &begun) == nil {
			last = begun
		}
	} else if b, err := json.Marshal(last); err == nil {
		v.portal.sessions.Put(ctx, key, b)
	}
	if err := v.portal.service.KeepVisit(ctx, v.who, r.CaseRow); err != nil {
		return newsPart{}, err
	}
	if last.Seq == 0 {
		return newsPart{}, nil
	}
	part := newsPart{Since: v.text.DateTime(last.At)}
	events, err := v.portal.service.ProgrammeEvents(ctx, v.who, r.CaseRow, newsKinds, last.Seq, newsRead)
	if err != nil {
		return part, err
	}
	for _, e := range events {
		if len(part.Items) == newsShown {
			part.More = len(events) - newsShown
			break
		}
		x := entryOf(r, e)
		part.Items = append(part.Items, newsLine{Seq: e.Seq, When: x.When, story: x.story, Look: x.Look})
	}
	return part, nil
}

// trendKinds are the events that say what is expected of a milestone.
var trendKinds = []string{"transition.forecast_stated", "transition.acknowledged", "transition.carried", "transition.proposal_decided"}

// trendRead bounds the events that a trend is made from.
const trendRead = 5000

// expectations follows what was expected of each milestone, event by event.
func (v *visit) expectations(r transitionReader) (map[string][]forecastAt, error) {
	events, err := v.portal.service.ProgrammeEvents(v.r.Context(), v.who, r.CaseRow, trendKinds, 0, trendRead)
	if err != nil {
		return nil, err
	}
	slices.Reverse(events)
	all := map[string][]forecastAt{}
	if first, ok := r.own.Baselines["1"]; ok {
		for id, d := range first.Dates {
			all[id] = []forecastAt{{Said: calendar.DateOf(first.At, brussels), Date: d}}
		}
	}
	reasons := map[string]string{}
	for _, e := range events {
		for id, f := range r.expectedBy(e, reasons) {
			list := all[id]
			switch n := len(list); {
			case n > 0 && list[n-1].Date == f.Date:
			case n > 1 && list[n-1].Said == f.Said:
				list[n-1] = f // the last word of a day stands
			default:
				list = append(list, f)
			}
			all[id] = list
		}
	}
	return all, nil
}

// planPatch is what an event changes of the dates of a programme.
type planPatch struct {
	Milestones map[string]struct {
		Forecast *struct {
			Date   calendar.Date `json:"date"`
			Reason string        `json:"reason"`
		} `json:"forecast"`
	} `json:"milestones"`
	Carried map[string]struct {
		Expected calendar.Date `json:"expected"`
	} `json:"carried"`
}

// forecastBody is what an event says of its owner's forecasts: one of a milestone, or
// the answers to a request.
type forecastBody struct {
	Milestone string                   `json:"milestone"`
	Date      calendar.Date            `json:"date"`
	Reason    string                   `json:"reason"`
	Moved     map[string]calendar.Date `json:"moved"`
}

// expectedBy are the dates that an event makes of milestones. A reason is that of the
// owner's own forecast; what the network carries has none of its own. Whoever does not
// read all of a programme reads what owners stated, not what the network made of it.
func (r transitionReader) expectedBy(e record.Event, reasons map[string]string) map[string]forecastAt {
	on := calendar.DateOf(e.At, brussels)
	all := map[string]forecastAt{}
	if e.Kind == "transition.forecast_stated" || e.Kind == "transition.acknowledged" {
		var said forecastBody
		_ = json.Unmarshal(e.Body, &said) // what does not fit says nothing of dates
		if said.Moved == nil {
			said.Moved = map[string]calendar.Date{}
		}
		if said.Milestone != "" && !said.Date.IsZero() {
			said.Moved[said.Milestone] = said.Date
		}
		for id, d := range said.Moved {
			reasons[id] = said.Reason
			all[id] = forecastAt{Said: on, Date: d, Reason: said.Reason, Who: r.who(e.Actor)}
		}
	}
	if e.Effects.Case == nil || len(e.Effects.Case.View) == 0 {
		return all
	}
	var patch planPatch
	if json.Unmarshal(e.Effects.Case.View, &patch) != nil {
		return all
	}
	for id, m := range patch.Milestones {
		if f := all[id]; m.Forecast != nil && m.Forecast.Reason != "" && !f.Date.IsZero() {
			f.Reason, reasons[id] = m.Forecast.Reason, m.Forecast.Reason // of several answers each has its own
			all[id] = f
		}
	}
	for id, c := range patch.Carried {
		if !c.Expected.IsZero() {
			all[id] = forecastAt{Said: on, Date: c.Expected, Reason: reasons[id]}
		}
	}
	return all
}

// trend draws how forecasts moved; org keeps to one organisation's milestones.
func (v *visit) trend(r transitionReader, org string) (trendChart, error) {
	said, err := v.expectations(r)
	if err != nil {
		return trendChart{}, err
	}
	var all []trendSeries
	for _, id := range slices.Sorted(maps.Keys(said)) {
		m, ok := r.own.Milestones[id]
		if !ok || org != "" && m.Owner.Org != org {
			continue
		}
		s := trendSeries{ID: id, Title: m.Title, Path: r.milestonePath(id), Baseline: m.Due, Said: said[id]}
		if m.Reached != nil {
			s.Reached = m.Reached.Date
		} else if now := r.expected(id); s.Said[len(s.Said)-1].Date != now {
			// What others' delays make of it is no event for everybody; that it is so, is.
			s.Said = append(s.Said, forecastAt{Said: r.today(), Date: now})
		}
		all = append(all, s)
	}
	say := v.text
	today := r.today()
	if r.ClosedAt != nil { // nothing is reported after its end
		today = calendar.DateOf(*r.ClosedAt, brussels)
	}
	return drawTrend(all, today, trendWords{
		Date: func(d calendar.Date) string { return say.Date(d) },
		Tick: func(d calendar.Date) string {
			return say.T("programme.tick.day", "Day", d.Day, "Month", shortMonth(say, d))
		},
		Month: func(d calendar.Date) string { return monthLabel(say, d) },
		Slip:  func(days int) string { return trendSlip(say, days) },
		Said: func(f forecastAt) string {
			text := say.T("programme.trend.said", "Said", say.Date(f.Said), "Date", say.Date(f.Date))
			if f.Reason != "" {
				text += " – " + f.Reason
			}
			return text
		},
		Point: func(title string, f forecastAt) string {
			return title + ": " + say.T("programme.trend.said", "Said", say.Date(f.Said), "Date", say.Date(f.Date))
		},
	}), nil
}
