package portal

import (
	"slices"
	"time"

	"termijn/internal/record"
)

// entry is one event of the timeline, as a sentence in the reader's language.
type entry struct {
	Seq  int64
	At   time.Time
	When string
	story
	// Late says how long after its instant the event was recorded, when more than
	// a minute.
	Late string
	// Source is the tool that the fact was taken over from; empty for our own.
	Source string
	// Look is "system" for what nobody did: a clock, an alarm.
	Look string
	// The evidence: place in the chain and hashes.
	Recorded, Hash, Prev string
}

// lateFrom is the lateness from which it is worth a word.
const lateFrom = time.Minute

// timeline presents the events, the newest first or the oldest.
func timeline(view caseView, oldestFirst bool) []entry {
	var all []entry
	for _, e := range view.reader().Events {
		all = append(all, entryOf(view, e))
	}
	if !oldestFirst {
		slices.Reverse(all)
	}
	return all
}

func entryOf(view caseView, e record.Event) entry {
	r := view.reader()
	x := entry{Seq: e.Seq, At: e.At, When: r.say.DateTime(e.At), Recorded: r.say.DateTime(e.Recorded), Hash: e.Hash, Prev: e.Prev}
	if e.Source != "" {
		x.Source = r.told("source", e.Source)
	} else if e.Actor == record.System {
		x.Look = "system"
	}
	x.story = storyOf(view, e)
	if late := e.Lateness(); late > lateFrom {
		x.Late = r.say.T("case.event.late", "Late", r.span(late), "At", x.Recorded)
	}
	return x
}

// Short is the beginning of a hash, enough to compare by eye.
func (e entry) Short() string { return e.Hash[:min(10, len(e.Hash))] }

// span writes a length of time in its two largest units.
func (r caseReader) span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return r.say.T("case.unit.days", "Count", int(d/(24*time.Hour)))
	case d >= time.Hour:
		return r.say.T("case.unit.hours", "Hours", int(d/time.Hour), "Minutes", int(d/time.Minute)%60)
	}
	return r.say.T("case.unit.minutes", "Count", int(d/time.Minute))
}

// reached are the instants at which the clocks' thresholds were reached.
func reached(events []record.Event) map[string]map[string]time.Time {
	all := map[string]map[string]time.Time{}
	for _, e := range events {
		for _, k := range e.Effects.Clocks {
			for _, key := range k.Fired {
				if all[k.ID] == nil {
					all[k.ID] = map[string]time.Time{}
				}
				if _, known := all[k.ID][key]; !known {
					all[k.ID][key] = e.At
				}
			}
		}
	}
	return all
}
