package portal

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// story is an event in words.
type story struct {
	Sentence string
	// Details are texts that people wrote: a reason, a question, an answer.
	Details []string
}

// prose are the fields of events in which people write freely, in the order in
// which the timeline quotes them under the sentence.
var prose = []string{"topic", "question", "answer", "report", "symptoms", "cause", "solution", "workaround", "ground", "reason", "remark", "note",
	"description", "impact", "justification", "message", "comment"}

// story leaves the telling to tell.
func (r caseReader) story(record.Event) (story, bool) { return story{}, false }

// storyOf tells an event in the process's own way, else by the text event.<kind>.
func storyOf(view caseView, e record.Event) story {
	if own, ok := view.story(e); ok {
		return own
	}
	if e.Kind == casework.KindErrand {
		return errandStory(view, e)
	}
	return tell(view, e, "event."+e.Kind)
}

// errandStory tells that an errand was answered, in the words that its process has for
// it. The ID of an errand is its name and, after a slash, what it is about.
func errandStory(view caseView, e record.Event) story {
	var b struct{ Errand string }
	_ = json.Unmarshal(e.Body, &b) // without a name it is told as any errand
	parts := strings.Split(b.Errand, "/")
	if id := "event." + view.reader().Process + ".errand." + parts[0]; len(parts) > 1 && view.reader().say.Has(id) {
		return tell(view, e, id, "About", parts[1])
	}
	return tell(view, e, "event."+e.Kind)
}

// tell tells an event by the text of an ID. Its places are Who, every single value
// of the event's body under the field's name with a capital, and the extra pairs.
func tell(view caseView, e record.Event, id string, extra ...any) story {
	r := view.reader()
	body := map[string]any{}
	_ = json.Unmarshal(e.Body, &body) // what does not fit stays empty: the sentence then says less
	clock, _ := body["clock"].(string)
	if k, ok := r.clock(clock); ok && k.Lapse && e.Kind == casework.KindDue {
		id += "_lapsed"
	}
	who := r.who(e.Actor)
	if e.Actor == record.System && e.Source != "" {
		who = r.told("source", e.Source) // somebody there; not this product
	}
	if !r.say.Has(id) {
		return story{Sentence: r.say.T("case.event.unknown", "Who", who, "Kind", e.Kind)}
	}
	// A field that the event left out reads as a dash.
	pairs := slices.Concat([]any{"Who", who}, places(view, body), extra)
	s := story{Sentence: strings.ReplaceAll(r.say.T(id, pairs...), "<no value>", "–")}
	for _, name := range prose {
		if text, ok := body[name].(string); ok && strings.TrimSpace(text) != "" {
			s.Details = append(s.Details, r.text(text))
		}
	}
	return s
}

// places are the single values of a body as pairs for a text.
func places(view caseView, body map[string]any) []any {
	var pairs []any
	for _, name := range slices.Sorted(maps.Keys(body)) {
		value, ok := scalar(body[name])
		switch {
		case !ok || name == "":
		case name == "clock":
			pairs = append(pairs, "Clock", clockName(view, value))
		default:
			pairs = append(pairs, capital(name), view.reader().told(name, value))
		}
	}
	return pairs
}

// scalar is a single value of a body as text.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		if v {
			return "yes", true
		}
		return "no", true
	case float64:
		return decimal.NewFromFloat(v).String(), true
	}
	return "", false
}

// capital writes a field's name as the places of texts are written: dueDate is DueDate.
func capital(name string) string {
	runes := []rune(name)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// told writes the value of a field for people: by the process's own word for it,
// as a date, an instant, an amount, a name, or a personal text.
func (r caseReader) told(field, value string) string {
	if word, ok := r.word(field, value); ok {
		return word
	}
	switch field {
	case "rung":
		return clockReader{say: r.say}.rungName(value)
	case "source":
		return titled(r.say, "case.source.", value)
	case "option":
		return titled(r.say, "task.option.", value)
	case "stage", "outcome":
		return titled(r.say, "stage."+r.Process+".", value)
	}
	if d, err := calendar.ParseDate(value); err == nil {
		return r.say.DayDate(d)
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return r.say.DateTime(at)
	}
	if n := r.Names[value]; n != "" {
		return n
	}
	return readable(r.say, field, r.text(value))
}

// clockName is the name of a clock of the case.
func clockName(view caseView, id string) string {
	r := view.reader()
	if k, ok := r.clock(id); ok {
		return clockReader{say: r.say, about: view.clockAbout}.title(k)
	}
	return id
}

// who did it; the product itself when nobody did, and for whom a delegate acted.
func (r caseReader) who(a record.Actor) string {
	switch {
	case a.Person == "":
		return r.say.T("case.event.system")
	case a.For != "":
		return r.say.T("case.event.behalf", "Who", r.name(a.Person), "For", r.name(a.For))
	}
	return r.name(a.Person)
}
