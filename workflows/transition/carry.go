package transition

import (
	"encoding/json"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// errandCarry is the errand that carries dates through the network. There is one at
// a time: what changes meanwhile is carried by the next.
const errandCarry = "carry"

// changed is sentence 10: something changed a date or a dependency.
func changed(t *turn) {
	t.Own.Carry.Changed = t.Seq + 1
	if _, out := t.Errands[errandCarry]; !out {
		t.Send(errandCarry, record.CarryActivity, nil)
	}
}

// returned is the turn of what was carried (sentence 10).
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	if e.ID != errandCarry {
		return
	}
	var found record.CarryFound
	if err := json.Unmarshal(answer, &found); err != nil {
		panic("transition: unreadable answer of " + e.ID + ": " + err.Error()) // fails the workflow task, not the case
	}
	before := carry(t, found)
	asked := 0
	if t.Stage == Running {
		asked = ask(t, found, before)
	}
	t.Say("transition.carried", map[string]any{"moved": len(found.Moved), "asked": asked, "end": found.End, "calendar": found.Calendar, "version": found.Version})
	if t.Own.Carry.Pending() {
		t.Send(errandCarry, record.CarryActivity, nil)
	}
}

// carry takes the carried values over; it returns those of before.
func carry(t *turn, found record.CarryFound) map[string]Carried {
	before := map[string]Carried{}
	for _, id := range found.Gone {
		delete(t.Own.Carried, id)
	}
	for _, id := range keys(found.Moved) {
		if _, there := t.Own.Milestones[id]; !there {
			continue // it was taken out of the plan meanwhile
		}
		if was, ok := t.Own.Carried[id]; ok {
			before[id] = was
		}
		set(&t.Own.Carried, id, found.Moved[id])
	}
	c := &t.Own.Carry
	c.Seq, c.At, c.Calendar, c.Version, c.End, c.Path = found.Seq, found.At, found.Calendar, found.Version, found.End, found.Path
	for _, id := range keys(found.Moved) {
		if m, there := t.Own.Milestones[id]; there {
			now := found.Moved[id]
			if m.Held != nil && (now.Via == "" || now.Expected.After(m.Held.Expected) && !t.Own.drifts(id)) {
				m.Held = nil // it was held in spite of another date
				t.Own.Milestones[id] = m
			}
			restate(t, id)
		}
	}
	return before
}

// ask is sentence 11: owners whose milestones others moved acknowledge. It returns
// how many dates are asked about.
func ask(t *turn, found record.CarryFound, before map[string]Carried) int {
	fresh := map[Owner]map[string]calendar.Date{}
	var order []Owner
	asked := 0
	for _, id := range keys(found.Moved) {
		m, there := t.Own.Milestones[id]
		if !there || m.Ended() {
			continue
		}
		now := found.Moved[id]
		was, known := before[id]
		switch pending := t.Own.requestOf(id); {
		case now.Via == "":
			settleAck(t, id)
		case pending != "":
			r := t.Own.Requests[pending]
			r.Dates = copied(r.Dates)
			r.Dates[id] = now.Expected
			t.Own.Requests[pending] = r
			asked++
		case known && now.Expected.After(was.Expected) && !(was.Via != "" && t.Own.drifts(id)):
			if fresh[m.Owner] == nil {
				fresh[m.Owner] = map[string]calendar.Date{}
				order = append(order, m.Owner)
			}
			fresh[m.Owner][id] = now.Expected
			asked++
		}
	}
	for _, o := range order {
		request(t, o, fresh[o])
	}
	return asked
}

// drifts reports whether a milestone is later each day because the one with which it
// began is missed and nobody says when it will be reached. Its owner is asked once.
func (s State) drifts(id string) bool {
	m := s.Milestones[s.source(id)]
	return m.Missed != nil && (m.Forecast == nil || !m.Forecast.Date.After(m.Due))
}
