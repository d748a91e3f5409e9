package api

import (
	"context"
	"slices"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
)

// Clock is an SLA clock with its value as of now.
type Clock struct {
	ID              string      `json:"id" example:"answer"`
	Definition      string      `json:"definition" example:"regie.answer"`
	Version         int         `json:"version" doc:"Of the definition, which the case keeps."`
	Calendar        string      `json:"calendar" example:"workdays"`
	CalendarVersion int         `json:"calendarVersion"`
	Lapse           bool        `json:"lapse" doc:"True for a term whose end is no broken promise."`
	State           string      `json:"state" enum:"running,paused,met,breached,cancelled"`
	Start           time.Time   `json:"start"`
	Stop            *time.Time  `json:"stop,omitempty"`
	Due             *time.Time  `json:"due,omitempty" doc:"While a pause is open, as if it ended now."`
	Actual          int64       `json:"actual" doc:"From the start, in unit, pauses included."`
	Corrected       int64       `json:"corrected" doc:"What is left of it without the suspended time; this value decides (M-15)."`
	Suspended       int64       `json:"suspended"`
	Unit            string      `json:"unit" enum:"workingDays,seconds,calendarDays"`
	Percent         *float64    `json:"percent,omitempty" doc:"Corrected ÷ target × 100."`
	Remaining       int64       `json:"remaining" doc:"Negative when past."`
	Breached        *time.Time  `json:"breachedAt,omitempty"`
	Pauses          []Pause     `json:"pauses"`
	Agreed          []Agreed    `json:"agreed" doc:"Dates agreed instead of the target (Negotiated Due Date)."`
	Thresholds      []Threshold `json:"thresholds" doc:"The escalation ladder at its definite instants."`
}

// Pause is a stretch that a clock stands still.
type Pause struct {
	ID       string     `json:"id"`
	From     time.Time  `json:"from"`
	To       *time.Time `json:"to,omitempty" doc:"Absent while it lasts."`
	Reason   string     `json:"reason"`
	Question string     `json:"question,omitempty" doc:"The question that is open."`
	Annulled bool       `json:"annulled,omitempty" doc:"Taken back by a ruling (M-13): it counts for nothing."`
}

// Agreed is a date that both sides agreed on.
type Agreed struct {
	At   time.Time `json:"at"`
	Date string    `json:"date" format:"date"`
}

// Threshold is a step of a clock's escalation ladder.
type Threshold struct {
	Key     string    `json:"key" example:"75%"`
	At      time.Time `json:"at"`
	Notify  []string  `json:"notify"`
	Reached bool      `json:"reached"`
}

// Clocks are all clocks of a case.
type Clocks struct {
	Items []Clock `json:"items"`
}

func (s *server) clocks(ctx context.Context, who identity.Principal, in *Named) (*answer[Clocks], error) {
	clocks, err := s.Service.Clocks(ctx, who, in.Ref)
	if err != nil {
		return nil, err
	}
	return &answer[Clocks]{Body: Clocks{Items: clocksOf(clocks)}}, nil
}

func clocksOf(clocks []record.Clock) []Clock {
	list := make([]Clock, 0, len(clocks))
	for _, k := range clocks {
		list = append(list, clockOf(k))
	}
	return list
}

func clockOf(k record.Clock) Clock {
	r := k.Result
	c := Clock{ID: k.ID, Definition: k.Definition, Version: k.Version, Calendar: k.Calendar, CalendarVersion: k.CalendarVersion, Lapse: k.Lapse,
		State: string(r.State), Start: local(k.Facts.Start), Stop: localOrNil(k.Facts.Stop), Due: localOrNil(r.Due), Actual: r.Actual, Corrected: r.Corrected,
		Suspended: r.Suspended, Unit: r.Unit, Percent: r.Percent, Remaining: r.Remaining, Breached: localOrNil(r.BreachedAt),
		Pauses: []Pause{}, Agreed: []Agreed{}, Thresholds: []Threshold{}}
	for _, p := range k.Facts.Pauses {
		c.Pauses = append(c.Pauses, Pause{ID: p.ID, From: local(p.From), To: localOrNil(p.To), Reason: p.Reason, Question: p.Question, Annulled: p.Annulled})
	}
	for _, a := range k.Facts.Agreed {
		if !a.Annulled {
			c.Agreed = append(c.Agreed, Agreed{At: local(a.At), Date: a.Date.String()})
		}
	}
	for _, t := range k.Rungs {
		c.Thresholds = append(c.Thresholds, Threshold{Key: t.Key, At: local(t.At), Notify: append([]string{}, t.Notify...), Reached: k.HasFired(t.Key)})
	}
	slices.SortStableFunc(c.Thresholds, func(a, b Threshold) int { return a.At.Compare(b.At) })
	return c
}
