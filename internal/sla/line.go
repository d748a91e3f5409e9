package sla

import (
	"errors"
	"fmt"
	"time"

	"termijn/internal/calendar"
)

// Line is one line of the stream that `termijn clock eval` reads: the facts of a
// clock and the instant to evaluate them at.
type Line struct {
	Facts
	At time.Time `json:"at"`
}

// ParseLine reads a line and checks that it is possible. What it accepts,
// encoding/json reads in the same way; fields that are unknown or there twice,
// and times without a zone, it refuses.
func ParseLine(text []byte) (Line, error) {
	var line Line
	s := &scanner{text: text}
	if s.null() {
		return Line{}, errors.New("want an object, not null")
	}
	err := s.object(func(key []byte) error {
		switch string(key) {
		case "target":
			return s.target(&line.Target)
		case "start":
			return s.time(&line.Start)
		case "pauses":
			return s.pauses(&line.Pauses)
		case "agreed":
			return s.agreements(&line.Agreed)
		case "stop":
			return s.optionalTime(&line.Stop)
		case "cancelled":
			return s.optionalTime(&line.Cancelled)
		case "at":
			return s.time(&line.At)
		}
		return errUnknown
	})
	if err != nil {
		return Line{}, err
	}
	if s.space(); s.pos < len(text) {
		return Line{}, fmt.Errorf("want nothing after the object, at byte %d", s.pos+1)
	}
	if err := checkTime("at", line.At); err != nil {
		return Line{}, err
	}
	if err := line.Facts.Validate(); err != nil {
		return Line{}, err
	}
	return line, nil
}

func (s *scanner) target(to *Target) error {
	return s.object(func(key []byte) error {
		switch string(key) {
		case "workingDays":
			return s.int(&to.WorkingDays)
		case "workingTime":
			return s.textOf(&to.WorkingTime)
		case "calendar":
			return s.string(&to.Calendar)
		case "elapsed":
			return s.textOf(&to.Elapsed)
		case "calendarDays":
			return s.int(&to.CalendarDays)
		case "calendarMonths":
			return s.int(&to.CalendarMonths)
		case "date":
			if s.null() {
				return nil
			}
			to.Date = new(calendar.Date)
			return s.textOf(to.Date)
		}
		return errUnknown
	})
}

func (s *scanner) pauses(to *[]Pause) error {
	return s.array(func() error {
		*to = append(*to, Pause{})
		p := &(*to)[len(*to)-1]
		return s.object(func(key []byte) error {
			switch string(key) {
			case "id":
				return s.string(&p.ID)
			case "from":
				return s.time(&p.From)
			case "to":
				return s.optionalTime(&p.To)
			case "reason":
				return s.string(&p.Reason)
			case "question":
				return s.string(&p.Question)
			case "annulled":
				return s.bool(&p.Annulled)
			case "disputed":
				// A dispute alone changes nothing; annulling does.
				return s.bool(new(bool))
			}
			return errUnknown
		})
	})
}

func (s *scanner) agreements(to *[]Agreement) error {
	return s.array(func() error {
		*to = append(*to, Agreement{})
		a := &(*to)[len(*to)-1]
		return s.object(func(key []byte) error {
			switch string(key) {
			case "at":
				return s.time(&a.At)
			case "date":
				return s.textOf(&a.Date)
			case "annulled":
				return s.bool(&a.Annulled)
			}
			return errUnknown
		})
	})
}
