package mail

import (
	"strconv"
	"time"

	"termijn/internal/calendar"
)

// incidentReference tells the number to whoever reported an incident (E-05).
func (w *writer) incidentReference() {
	w.say(w.own("lead"))
	w.aboutIncident()
	w.row("opened", w.DateTime(w.Case.Opened))
	w.openCase()
}

// incidentAssigned tells the reporter that somebody works on it (E-26).
func (w *writer) incidentAssigned() {
	w.say(w.own("lead"))
	w.aboutIncident()
	w.openCase()
}

// incidentAnswered tells the agent that the wait for the user is over.
func (w *writer) incidentAnswered() {
	w.say(w.own("lead"))
	w.aboutIncident()
	w.openCase()
}

// incidentResolved asks the reporter to confirm or reopen, before the task's term is over.
func (w *writer) incidentResolved() {
	w.say(w.own("lead"), w.own("ask"))
	if w.Task != nil && w.Task.Due != nil {
		w.row("due", w.Deadline(*w.Task.Due))
	}
	w.aboutIncident()
	w.letter.Action = link{w.own("open"), caseURL(w.base, w.Case.Ref)}
}

// incidentCritical calls the participants of an incident's meeting (B-29). It is
// the meeting's mail, and leads there; its texts are about the incident, which need
// not be critical.
func (w *writer) incidentCritical() {
	meeting := w.Case.Ref
	if ref := w.Args["ref"]; ref != "" {
		w.Case.Ref = clean(ref, 40)
	}
	w.say(w.own("lead"+w.whyMeeting()), w.own("ask"))
	w.aboutIncident()
	w.letter.Action = link{w.own("open"), caseURL(w.base, meeting)}
}

// whyMeeting names the texts of a meeting about an incident that is not critical.
func (w *writer) whyMeeting() string {
	switch why := w.Args["why"]; why {
	case "several_providers", "bounced":
		return "." + why
	}
	return ""
}

// statusDaily says how many incidents need action at the daily status meeting (B-11).
func (w *writer) statusDaily() {
	count, _ := strconv.Atoi(w.Args["count"]) // none when it is no number
	w.places = []any{"Count", count, "Date", w.moment("date", w.Deadline)}
	w.say(w.own("lead"))
	w.letter.Action = link{w.own("open"), w.base + "/incidents/daily"}
}

// aboutIncident leaves out what reporters need not know of the process.
func (w *writer) aboutIncident() {
	w.row("incident", w.Case.Ref+" – "+w.Case.Title)
	w.row("client", clean(w.Case.Client, 100))
}

// moment is an argument that is a date or an instant; instant writes the latter.
func (w *writer) moment(name string, instant func(any) string) string {
	raw := w.Args[name]
	if d, err := calendar.ParseDate(raw); err == nil {
		return w.Date(d)
	}
	if t, err := time.Parse(time.RFC3339, raw); err == nil {
		return instant(t)
	}
	return "–"
}
