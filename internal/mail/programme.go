package mail

import (
	"strconv"
	"time"
)

// milestoneSignal tells who promised a milestone, or follows it, how far its date is
// (N-05).
func (w *writer) milestoneSignal() {
	w.places = []any{"Milestone", clean(w.Args["milestone"], 40), "Name", clean(w.Args["name"], 200), "Clock", w.clock()}
	w.say(w.own("lead"), w.rung())
	if due, err := time.Parse(time.RFC3339, w.Args["due"]); err == nil {
		w.row("due", w.Deadline(due))
	}
	w.aboutCase()
	w.openCase()
}

// steeringAgenda announces a session of the steering committee (N-04).
func (w *writer) steeringAgenda() {
	count, _ := strconv.Atoi(w.Args["count"]) // none when it is no number
	w.places = []any{"Date", w.moment("date", w.Deadline), "Hour", clean(w.Args["hour"], 2), "Count", count}
	w.say(w.own("lead"))
	w.aboutCase()
	w.openCase()
}
