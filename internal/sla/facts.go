package sla

import (
	"errors"
	"fmt"
	"time"

	"termijn/internal/calendar"
)

// Facts is everything that decides about one clock. Lists may be in any order.
type Facts struct {
	Target    Target      `json:"target"`
	Start     time.Time   `json:"start"`
	Pauses    []Pause     `json:"pauses,omitempty"`
	Agreed    []Agreement `json:"agreed,omitempty"`
	Stop      *time.Time  `json:"stop,omitempty"`
	Cancelled *time.Time  `json:"cancelled,omitempty"`
}

// Pause suspends a clock in [From, To), or from From on while To is nil (M-12).
// One that began before the start counts from the start. An annulled pause counts
// for nothing (M-13).
type Pause struct {
	ID       string     `json:"id,omitempty"`
	From     time.Time  `json:"from"`
	To       *time.Time `json:"to,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	Question string     `json:"question,omitempty"`
	Annulled bool       `json:"annulled,omitempty"`
}

// Agreement replaces a target in working days by a date (a Negotiated Due Date,
// M-08): due at the end of Date. Of several the one agreed last holds, and of
// several agreed at the same instant the one with the latest date.
type Agreement struct {
	At       time.Time     `json:"at"`
	Date     calendar.Date `json:"date"`
	Annulled bool          `json:"annulled,omitempty"`
}

// Instants are supported in these years, and clocks up to maxSpan, so that no
// date or duration overflows on the way.
const (
	firstYear = 1
	lastYear  = 9998
	maxSpan   = 250 * 366 * 24 * time.Hour
)

// Validate says what is impossible about the facts, whatever is known of them at
// any instant: an end before its start, a time that is missing, a bad target, an
// agreed date for a target that is not in working days.
func (f Facts) Validate() error {
	if err := f.Target.Validate(); err != nil {
		return err
	}
	if err := checkTime("start", f.Start); err != nil {
		return err
	}
	for _, end := range []struct {
		name string
		at   *time.Time
	}{{"stop", f.Stop}, {"cancelled", f.Cancelled}} {
		// An end may lie in any year: after the instant asked about it is not known.
		if end.at == nil {
			continue
		}
		if end.at.Before(f.Start) {
			return fmt.Errorf("%s is before start", end.name)
		}
	}
	for i, p := range f.Pauses {
		if err := p.validate(); err != nil {
			return fmt.Errorf("pause %d: %w", i+1, err)
		}
	}
	if len(f.Agreed) > 0 && f.Target.WorkingDays == 0 {
		return errors.New("an agreed date replaces a target in workingDays only")
	}
	for i, a := range f.Agreed {
		if err := checkTime("at", a.At); err != nil {
			return fmt.Errorf("agreement %d: %w", i+1, err)
		}
		if a.Date.Year < firstYear || a.Date.Year > lastYear {
			return fmt.Errorf("agreement %d: date is missing or out of range", i+1)
		}
	}
	return nil
}

func (p Pause) validate() error {
	if err := checkTime("from", p.From); err != nil {
		return err
	}
	if p.To == nil {
		return nil
	}
	// Many systems write an end that is not known yet as the last day of 9999.
	if p.To.Before(p.From) {
		return errors.New("to is before from")
	}
	return nil
}

func checkTime(name string, t time.Time) error {
	switch y := t.Year(); {
	case t.IsZero():
		return fmt.Errorf("%s is missing", name)
	case y <= firstYear || y >= lastYear:
		return fmt.Errorf("%s is out of range: year %d", name, y)
	}
	return nil
}
