package mail

import (
	"strconv"
	"strings"
)

// sessionPrepared asks the chair to prepare a session (B-33).
func (w *writer) sessionPrepared() {
	if w.Task != nil {
		w.Args = w.Task.Args
	}
	w.places = []any{"Begins", w.moment("begins", w.instant)}
	w.say(w.own("lead"))
	w.aboutCase()
	w.openCase()
}

// sessionAgenda tells a member what is on the agenda, and what they have not voted on.
func (w *writer) sessionAgenda() {
	count, _ := strconv.Atoi(w.Args["count"]) // none when it is no number
	w.places = []any{"Begins", w.moment("begins", w.instant), "Count", count, "Changes", clean(w.Args["changes"], 500)}
	if w.Args["changes"] != "" {
		w.say(w.own("lead"), w.own("missing"))
	} else {
		w.say(w.own("lead"), w.own("all"))
	}
	w.aboutCase()
	w.openCase()
}

// sessionMinutes sends what was decided, with the chair's summary; all the minutes
// stand behind the link.
func (w *writer) sessionMinutes() {
	w.places = []any{"Decided", clean(w.Args["decided"], 5), "Carried", clean(w.Args["carried"], 5)}
	w.say(w.own("lead"))
	for _, paragraph := range strings.Split(w.Args["summary"], "\n") {
		w.say(strings.TrimSpace(paragraph))
	}
	for line := range strings.Lines(w.Args["rulings"]) {
		ref, ruling, _ := strings.Cut(strings.TrimSpace(line), " ")
		w.say(clean(ref, 40) + ": " + w.T("session.ruling."+ruling))
	}
	w.aboutCase()
	w.openCase()
}

// sessionNews tells that a session is not as it was planned.
func (w *writer) sessionNews() {
	w.places = []any{"Begins", w.moment("begins", w.instant), "Was", w.moment("was", w.instant)}
	w.say(w.own("lead."+clean(w.Args["news"], 20)), strings.TrimSpace(w.Args["reason"]))
	w.aboutCase()
	w.openCase()
}

// instant writes an instant with its hour.
func (w *writer) instant(at any) string { return w.DateTime(at) }
