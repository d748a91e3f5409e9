package portal

import (
	"encoding/json"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// toldChange is what the events of a change say beside single values.
type toldChange struct {
	Aspects, Reopened, Restored []string
	Why                         string
	Came, Gone                  int
	AsPlanned, Harmful, Failed  bool
	Errand                      string
	Late, Alone                 bool
	By, Conditions, From, To    string
	Service                     string
}

// story tells the events that name aspects, seats or numbers; the others are told by
// their text.
func (r changeReader) story(e record.Event) (story, bool) {
	var b toldChange
	if json.Unmarshal(e.Body, &b) != nil {
		return story{}, false
	}
	switch strings.TrimPrefix(e.Kind, change.Name+".") {
	case casework.KindErrand:
		if strings.HasPrefix(b.Errand, "collisions") {
			return tell(r, e, "event.change.looked"), true
		}
		if b.Errand == "gate" {
			return tell(r, e, "event.change.gate_looked"), true
		}
	case "gate_asked":
		return tell(r, e, "event."+e.Kind, "Service", r.item(b.Service)), true
	case "gate_refused":
		s := tell(r, e, "event."+e.Kind)
		if g := r.own.Gate; g != nil { // it is the last word
			for _, why := range g.Reasons {
				s.Details = append(s.Details, r.gateReason(why))
			}
		}
		return s, true
	case "revised", "collisions", "released", "sent_back":
		return r.reopenedStory(e, b), true
	case "approved", "rejected", "deferred":
		s := tell(r, e, "event."+e.Kind, "Who", r.chair(e, b.By))
		if b.Alone {
			s = tell(r, e, "event.change.approved_alone", "Who", r.chair(e, b.By))
		}
		if b.Conditions != "" {
			s.Details = append([]string{r.say.T("change.conditions") + ": " + b.Conditions}, s.Details...)
		}
		return s, true
	case "reclassified":
		from, _ := r.word("kind", b.From)
		to, _ := r.word("kind", b.To)
		return tell(r, e, "event.change.reclassified", "From", from, "To", to), true
	case "submitted":
		if b.Late {
			return tell(r, e, "event.change.submitted_late"), true
		}
	case "step_done":
		if b.Failed {
			return withText(tell(r, e, "event.change.step_failed"), e), true
		}
		return withText(tell(r, e, "event.change.step_done"), e), true
	case "reviewed":
		s := tell(r, e, "event.change.reviewed")
		switch {
		case b.Harmful:
			s = tell(r, e, "event.change.reviewed_harmful")
		case !b.AsPlanned:
			s = tell(r, e, "event.change.reviewed_otherwise")
		}
		return s, true
	case "voted":
		var replaces struct{ Replaces int }
		if json.Unmarshal(e.Body, &replaces) == nil && replaces.Replaces > 0 {
			return tell(r, e, "event.change.voted_again"), true
		}
	case "note", "completed", "not_conform":
		return withText(tell(r, e, "event."+e.Kind), e), true
	}
	return story{}, false
}

// chair is who decided: in a meeting the sender is the product, for the chair.
func (r changeReader) chair(e record.Event, by string) string {
	if by != "" {
		return r.name(by)
	}
	return r.who(e.Actor)
}

// withText quotes what was written in fields that only changes have.
func withText(s story, e record.Event) story {
	var b struct{ Text, Lacks, Result string }
	if json.Unmarshal(e.Body, &b) != nil {
		return s
	}
	quote := []string{b.Text, b.Lacks}
	if e.Kind == "change.step_done" {
		quote = []string{b.Result} // its text is the step, which the sentence names
	}
	for _, text := range quote {
		if strings.TrimSpace(text) != "" {
			s.Details = append(s.Details, text)
		}
	}
	return s
}

// reopenedStory tells of an edit, or of collisions that came and went, with the votes
// that it took back and those that count again.
func (r changeReader) reopenedStory(e record.Event, b toldChange) story {
	s := tell(r, e, "event."+e.Kind)
	if e.Kind == "change.collisions" {
		s = r.collisionsStory(e, b)
	}
	if b.Why != "" {
		s.Details = append(s.Details, b.Why)
	}
	if len(b.Reopened) > 0 {
		s.Details = append(s.Details, r.say.T("event.change.reopened", "Seats", joined(r.say, r.seatNames(b.Reopened)), "Aspects", r.aspects(b.Aspects)))
	}
	if len(b.Restored) > 0 {
		s.Details = append(s.Details, r.say.T("event.change.restored", "Seats", joined(r.say, r.seatNames(b.Restored))))
	}
	return s
}

// collisionsStory counts the collisions that came and went.
func (r changeReader) collisionsStory(e record.Event, b toldChange) story {
	var parts []string
	if b.Came > 0 {
		parts = append(parts, r.say.T("event.change.came", "Count", b.Came))
	}
	if b.Gone > 0 {
		parts = append(parts, r.say.T("event.change.gone", "Count", b.Gone))
	}
	if len(parts) == 0 {
		return tell(r, e, "event.change.collisions")
	}
	return story{Sentence: capital(joined(r.say, parts)) + "."}
}

// seatNames are seats of the ballot by name; one that is not there any more says its ID.
func (r changeReader) seatNames(ids []string) []string {
	var names []string
	for _, id := range ids {
		if r.own.Ballot != nil && r.own.Ballot.Panel.Seats[id].Name != "" {
			id = r.own.Ballot.Panel.Seats[id].Name
		}
		names = append(names, id)
	}
	return names
}
