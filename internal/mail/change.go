package mail

import (
	"strings"
	"time"
)

// changeVote asks a seat of a board for its vote.
func (w *writer) changeVote() {
	w.say(w.own("lead", "Seat", w.seat()))
	w.aboutTask()
}

// voteReopened tells a seat why its vote does not count any more, and asks again.
func (w *writer) voteReopened() {
	var aspects []string
	if w.Task != nil {
		for _, a := range strings.Split(w.Task.Args["aspects"], ",") {
			if id := "change.aspect." + a; w.Has(id) {
				aspects = append(aspects, w.T(id))
			}
		}
	}
	w.say(w.own("lead", "Seat", w.seat(), "Aspects", strings.Join(aspects, ", ")), w.own("ask"))
	w.aboutTask()
}

// ecabCalled calls the members of an E-CAB, and the chair (B-34).
func (w *writer) ecabCalled() {
	w.say(w.own("lead"), w.own("ask"))
	w.aboutTask()
}

// seat is the name of the seat that a task is about.
func (w *writer) seat() string {
	if w.Task == nil {
		return ""
	}
	return clean(w.Task.Args["seat"], 100)
}

// aboutChange is a mail that says one thing of a change, with its window when it names one.
func (w *writer) aboutChange() {
	w.places = append(w.places, "Incident", clean(w.Args["incident"], 40), "Problem", clean(w.Args["problem"], 40), "Client", clean(w.Args["client"], 100))
	w.say(w.own("lead"), w.own("next"))
	for _, end := range []string{"from", "to"} {
		if at, err := time.Parse(time.RFC3339, w.Args[end]); err == nil {
			w.row(end, w.DateTime(at))
		}
	}
	w.aboutCase()
	w.openCase()
}

// roadmapMissing tells the Board of a migration whose Client has no roadmap in line
// with the vision (P-36).
func (w *writer) roadmapMissing() {
	w.places = append(w.places, "Client", clean(w.Args["client"], 100))
	if w.Args["roadmap"] == "missing" {
		w.say(w.own("lead_missing"))
	} else {
		w.say(w.own("lead"))
	}
	w.aboutCase()
	w.openCase()
}
