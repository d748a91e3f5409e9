package notice

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// Bounds of what a notice holds: bytes, and how far ahead it can be published.
const (
	longestTitle = 160
	longestText  = 4000
	furthest     = 2 * 366 * 24 * time.Hour
)

// Check refuses an announcement that lacks something, at an instant. It is pure;
// the application service calls it before a case begins, with what can be named.
func (a Announcement) Check(services, clients []string, now time.Time) error {
	var v casework.Invalid
	v.Check(slices.Contains(services, a.Service), "service", "unknown")
	v.Check(strings.TrimSpace(a.Title) != "", "title", "required")
	v.Check(len(a.Title) <= longestTitle, "title", "too_long", "max", fmt.Sprint(longestTitle))
	checkText(&v, "text", a.Text)
	v.Check(!a.From.IsZero(), "from", "required")
	v.Check(a.From.IsZero() || !a.From.Before(now), "from", "instant_in_the_past")
	checkEnd(&v, a.From, a.To, now)
	for i, c := range a.Clients {
		v.Check(slices.Contains(clients, c) && !slices.Contains(a.Clients[:i], c), fmt.Sprintf("clients[%d]", i), "unknown")
	}
	return v.Err()
}

func checkText(v *casework.Invalid, field, text string) {
	v.Check(strings.TrimSpace(text) != "", field, "required")
	v.Check(len(text) <= longestText, field, "too_long", "max", fmt.Sprint(longestText))
}

func checkEnd(v *casework.Invalid, from, to, now time.Time) {
	v.Check(!to.IsZero(), "to", "required")
	v.Check(to.IsZero() || to.After(from), "to", "must_be_after_from")
	v.Check(!to.After(now.Add(furthest)), "to", "too_far")
}

// checkUpdate: a window that has begun keeps its beginning, and one that is over
// cannot be planned.
func checkUpdate(s *situation, m Update) error {
	from, to := s.Own.window(m)
	var v casework.Invalid
	checkText(&v, "text", m.Text)
	moved := !from.Equal(s.Own.From)
	v.Check(!moved || s.Stage == Planned, "from", "already_begun")
	v.Check(!moved || s.Stage != Planned || !from.Before(s.At), "from", "instant_in_the_past")
	checkEnd(&v, from, to, s.At)
	v.Check(to.After(s.At), "to", "instant_in_the_past")
	return v.Err()
}

// window is the window after an update.
func (s State) window(m Update) (from, to time.Time) {
	return casework.Moved(s.From, s.To, m.From, m.To)
}

// inWeekend reports whether a window lies in one weekend of Europe/Brussels (E-37).
func inWeekend(from, to time.Time) bool {
	day := calendar.DateOf(from, brussels)
	switch day.Weekday() {
	case time.Saturday:
		return !to.After(day.AddDays(2).Start(brussels))
	case time.Sunday:
		return !to.After(day.AddDays(1).Start(brussels))
	}
	return false
}

// brussels is where days are read.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
