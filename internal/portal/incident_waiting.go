package portal

import (
	"termijn/workflows/incident"
)

// waiting says in one sentence what the incident waits for, for whom and until when.
func (r incidentReader) waiting() string {
	own := r.own
	switch {
	case r.Outcome != "":
		return r.caseReader.waiting()
	case own.Frozen != nil:
		return r.say.T("incident.page.wait.frozen", "Due", r.due(own.Clock))
	}
	switch r.Stage {
	case incident.New:
		if k, ok := r.clock(incident.ClockResponse); ok && !k.Stopped() {
			return r.say.T("incident.page.wait.new", "Team", r.team(), "Org", r.name(own.Handler.Org), "Due", r.due(incident.ClockResponse))
		}
		return r.say.T("incident.page.wait.handed", "Team", r.team(), "Org", r.name(own.Handler.Org), "Due", r.due(own.Clock))
	case incident.Working:
		who := r.name(own.Handler.Agent)
		if who == "" {
			who = r.team()
		}
		return r.say.T("incident.page.wait.working", "Who", who, "Org", r.name(own.Handler.Org), "Due", r.due(own.Clock))
	case incident.Waits:
		return r.waits()
	case incident.Resolved:
		return r.say.T("incident.page.wait.resolved", "Who", r.reporter(), "Due", r.due(incident.ClockConfirmation))
	}
	return r.caseReader.waiting()
}

// waits tells of the wait that holds, and whether the clock stands still meanwhile.
func (r incidentReader) waits() string {
	w, ok := r.own.Waits[r.own.Waiting]
	if !ok {
		return r.caseReader.waiting()
	}
	who := titled(r.say, "incident.for.", w.Reason)
	if w.Reason == incident.ForUser {
		who = r.reporter()
	}
	id := "incident.page.wait.running"
	k, _ := r.clock(r.own.Clock)
	if _, still := openPause(k); still {
		id = "incident.page.wait.still"
	}
	text := r.say.T(id, "Who", who, "Since", r.say.DateTime(w.From), "Due", r.due(r.own.Clock))
	if w.Until != nil {
		text += " " + r.say.T("incident.page.wait.until", "Until", r.say.DateTime(*w.Until))
	}
	return text
}

// pauseStories tells of each pause for whom it waits.
func (r incidentReader) pauseStories() map[string]pauseStory {
	all := map[string]pauseStory{}
	for id, w := range r.own.Waits {
		who := titled(r.say, "incident.for.", w.Reason)
		if w.Reason == incident.ForUser {
			who = r.reporter()
		}
		all[id] = pauseStory{Who: who}
	}
	return all
}
