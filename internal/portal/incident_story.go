package portal

import (
	"cmp"
	"encoding/json"
	"strings"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// toldOf is what bodies of events hold that sentences of incidents need.
type toldOf struct {
	Team, From, To, For, Priority, Reason, Question, Text, Clock, Proof string
	Meeting                                                             bool
}

// story tells an event with the names of teams, and with what kinds have two
// stories told as the one that it is.
func (r incidentReader) story(e record.Event) (story, bool) {
	if !strings.HasPrefix(e.Kind, "incident.") && e.Kind != casework.KindDue {
		return story{}, false
	}
	var b toldOf
	_ = json.Unmarshal(e.Body, &b) // what does not fit stays empty: the sentence then says less
	extra := []any{"Team", teamName(r.say, r.policy, b.Team), "For", titled(r.say, "incident.for.", cmp.Or(b.For, b.Reason))}
	id := "event." + e.Kind
	switch e.Kind {
	case casework.KindDue:
		if b.Clock != incident.ClockConfirmation {
			return story{}, false
		}
		id = "event.incident.closed_by_silence"
	case "incident.joined":
		if e.Actor.Org == app.AnotherClient {
			id = "event.incident.joined_elsewhere"
		}
	case "incident.coordinated":
		if b.Team == "" {
			id = "event.incident.meeting_called"
		}
	case "incident.handed_over":
		extra = append(extra, "From", teamName(r.say, r.policy, b.From))
	case "incident.prioritised":
		if b.From == b.To {
			id = "event.incident.weighed"
		}
		extra = append(extra, "From", titled(r.say, "incident.priority.", b.From), "To", titled(r.say, "incident.priority.", b.To))
	case "incident.taken_prioritised":
		extra = append(extra, "To", titled(r.say, "incident.priority.", b.Priority))
	}
	s := tell(r, e, id, extra...)
	switch e.Kind {
	case "incident.waiting", "incident.taken_waiting":
		s.Details = written(b.Question) // the reason stands in the sentence
	case "incident.exclusion_asked":
		s.Details = append(s.Details, written(b.Proof)...)
	case "incident.prioritised":
		s.Details = written(b.Reason) // impact and urgency are not prose
	default:
		s.Details = append(s.Details, written(b.Text)...)
	}
	return s, true
}

// written is what somebody wrote, as details of a story.
func written(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []string{text}
}
