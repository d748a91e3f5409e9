package takeover

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Years in which incidents are believed to have happened; calendars begin in the first.
const (
	firstYear = 2000
	lastYear  = 2100
)

// reading says which reading of a wall clock a time is.
type reading int

const (
	plain reading = iota
	// twice: the clock was put back and showed this time twice.
	twice
	// never: the clock was put forward past this time.
	never
)

// when reads a wall-clock time written as d/m/yyyy hh:mm.
func when(text string, zone *time.Location) (time.Time, reading, error) {
	date, clock, ok := strings.Cut(text, " ")
	d := strings.Split(date, "/")
	c := strings.Split(clock, ":")
	if !ok || len(d) != 3 || len(c) != 2 || len(c[1]) != 2 {
		return time.Time{}, plain, fmt.Errorf("%q is not written as d/m/yyyy hh:mm", text)
	}
	var n [5]int
	for i, part := range []string{d[2], d[1], d[0], c[0], c[1]} {
		v, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return time.Time{}, plain, fmt.Errorf("%q is not written as d/m/yyyy hh:mm", text)
		}
		n[i] = int(v)
	}
	naive := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], 0, 0, time.UTC)
	if naive.Year() != n[0] || int(naive.Month()) != n[1] || naive.Day() != n[2] || naive.Hour() != n[3] || naive.Minute() != n[4] {
		return time.Time{}, plain, fmt.Errorf("%q does not exist", text)
	}
	if n[0] < firstYear || n[0] > lastYear {
		return time.Time{}, plain, fmt.Errorf("%q is not between %d and %d", text, firstYear, lastYear)
	}
	at, read := local(naive, zone)
	return at, read, nil
}

// local is the instant at which a wall clock in the zone shows the time that naive
// shows in UTC. Where it showed it twice, the first; where never, the instant at
// which it would have, had it not been put forward: one hour later on the new clock.
func local(naive time.Time, zone *time.Location) (time.Time, reading) {
	// No zone is half a day from UTC, nor changes its clock twice in two days.
	at := func(offsetAt time.Time) (time.Time, bool) {
		_, offset := offsetAt.In(zone).Zone()
		t := naive.Add(-time.Duration(offset) * time.Second).In(zone)
		_, shown := t.Zone()
		return t, shown == offset
	}
	before, shows := at(naive.Add(-24 * time.Hour))
	after, showsToo := at(naive.Add(24 * time.Hour))
	switch {
	case before.Equal(after):
		return before, plain
	case shows && showsToo:
		return before, twice
	case shows:
		return before, plain
	case showsToo:
		return after, plain
	}
	return before, never
}
