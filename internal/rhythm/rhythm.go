package rhythm

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// What is said of an instant.
const (
	// Skipped: the wall leaves the hour out; the instant is as much later.
	Skipped = "skipped_hour"
	// Repeated: the wall shows the hour twice; the instant is the first.
	Repeated = "repeated_hour"
)

// Why an expression is refused.
var (
	// ErrExpression: it is none of five fields.
	ErrExpression = errors.New("no cron expression of five fields")
	// ErrNever: there is no such day within five years.
	ErrNever = errors.New("it never comes")
	// ErrOften: it comes more than once a day.
	ErrOften = errors.New("it comes more than once a day")
)

// Rhythm is when something recurs.
type Rhythm struct{ schedule cron.Schedule }

// Moment is one instant of a rhythm, with Note when the wall clock makes it special.
type Moment struct {
	At   time.Time
	Note string
}

var fields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// looked is how many moments are looked at for the distance between two: as many as a
// weekly rhythm has in more than a year.
const looked = 60

// Parse reads an expression: minute, hour, day of the month, month, day of the week.
// Zones and names such as "@weekly" are not read. What comes more than once on a day
// is refused, and so is what never comes.
func Parse(expression string) (Rhythm, error) {
	if strings.ContainsAny(expression, "=@") || len(strings.Fields(expression)) != 5 {
		return Rhythm{}, fmt.Errorf("%w: %q", ErrExpression, expression)
	}
	s, err := fields.Parse(expression)
	if err != nil {
		return Rhythm{}, fmt.Errorf("%w: %w", ErrExpression, err)
	}
	// Any wall will do: expressions know no year. A leap year comes within four.
	last := time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC)
	for n := range looked {
		next := s.Next(last)
		switch {
		case next.IsZero() && n == 0:
			return Rhythm{}, fmt.Errorf("%w: %q", ErrNever, expression)
		case next.IsZero():
			return Rhythm{s}, nil
		case n > 0 && next.YearDay() == last.YearDay() && next.Year() == last.Year():
			return Rhythm{}, fmt.Errorf("%w: %q", ErrOften, expression)
		}
		last = next
	}
	return Rhythm{s}, nil
}

// After returns the next n moments after an instant, on the wall of a zone; fewer only
// when there are no more within five years.
func (r Rhythm) After(from time.Time, n int, zone *time.Location) []Moment {
	wall := onWall(from, zone)
	var all []Moment
	for len(all) < n {
		if wall = r.schedule.Next(wall); wall.IsZero() {
			break
		}
		m := at(wall, zone)
		// What the wall shows twice, or left out, can lie before the instant.
		if m.At.After(from) && (len(all) == 0 || m.At.After(all[len(all)-1].At)) {
			all = append(all, m)
		}
	}
	return all
}

// onWall is what the wall of a zone shows, written as if it were UTC. It begins an hour
// early, for an instant in the second of two equal hours.
func onWall(t time.Time, zone *time.Location) time.Time {
	l := t.Add(-time.Hour).In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
}

// at is the instant of a wall time.
func at(wall time.Time, zone *time.Location) Moment {
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	same := func(o time.Time) bool {
		return o.Hour() == wall.Hour() && o.Minute() == wall.Minute() && o.YearDay() == wall.YearDay()
	}
	if !same(t) {
		// time.Date gives a time that is right in one of the two offsets. The later one is
		// on the wall past the gap.
		_, before := t.Add(-3 * time.Hour).Zone()
		_, after := t.Add(3 * time.Hour).Zone()
		late := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, time.UTC).Add(-time.Duration(min(before, after)) * time.Second)
		return Moment{At: late.UTC(), Note: Skipped}
	}
	for _, other := range []time.Time{t.Add(-time.Hour), t.Add(time.Hour)} {
		if same(other.In(zone)) {
			if other.Before(t) {
				t = other
			}
			return Moment{At: t.UTC(), Note: Repeated}
		}
	}
	return Moment{At: t.UTC()}
}
