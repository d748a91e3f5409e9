package portal

import (
	"time"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/incident"
)

// queueItem is an incident in the queue.
type queueItem struct {
	Ref, Path, Title, Client string
	// Priority is P1 to P4, PriorityText the same in words.
	Priority, PriorityText string
	Service, Team, Agent   string
	// Stage in words; Waits says what is waited for.
	Stage, StageText, Waits string
	Frozen                  bool
	Time                    *timeLeft
	// News is how long ago something last happened, or when it ended.
	News string
	// Opened counts milliseconds, so that the page knows what is new.
	Opened int64
	// Since says when it was reported.
	Since string
}

// timeLeft is a clock in one line: a badge, a bar and until when.
type timeLeft struct {
	badge
	Until string
	// Percent of the target that is used, 0 to 100, drawn as a bar when HasBar.
	Percent int
	HasBar  bool
}

func (v *visit) queueItem(r ledger.QueueRow, names map[string]string) queueItem {
	item := queueItem{Ref: r.Ref, Path: casePath(r.Ref), Title: r.Title, Client: names[r.Client], Priority: r.Priority,
		PriorityText: titled(v.text, "incident.priority.", r.Priority), Service: v.serviceName(r.Service), Team: v.teamName(r.Team), Agent: names[r.Agent],
		Stage: r.Stage, StageText: titled(v.text, "stage.incident.", r.Stage), Frozen: r.Frozen && r.Outcome == "", News: v.text.Ago(r.UpdatedAt, v.now),
		Opened: r.OpenedAt.UnixMilli(), Since: v.text.T("incident.queue.since", "When", v.text.Ago(r.OpenedAt, v.now))}
	if r.Waits != "" && r.Stage == incident.Waits {
		item.Waits = v.text.T("incident.queue.waits", "For", titled(v.text, "incident.for.", r.Waits))
	}
	switch {
	case r.ClosedAt != nil:
		item.StageText = titled(v.text, "stage.incident.", r.Outcome)
		item.News = v.text.Date(*r.ClosedAt)
	case r.Clock != nil:
		item.Time = v.timeLeft(*r.Clock)
	}
	return item
}

// soon is the share of a target, in percent, from which little time is left.
const soon = 75

// timeLeft says how much of a clock's own time is left: minutes outside its
// calendar's hours do not count.
func (v *visit) timeLeft(k record.Clock) *timeLeft {
	res := k.Result
	if res.Due == nil {
		return nil
	}
	t := &timeLeft{Until: v.text.Deadline(*res.Due)}
	if res.Percent != nil && !k.Lapse {
		t.HasBar, t.Percent = true, int(min(100, max(0, *res.Percent)))
	}
	switch {
	case k.Lapse:
		t.Kind, t.Text = "time", v.text.T("incident.queue.closes", "When", v.text.Until(*res.Due, v.now, v.portal.workdays(v.now)))
	case res.State == sla.Breached && res.Remaining < 0:
		t.Kind, t.Text = "late", v.text.T("incident.queue.late", "Amount", v.amount(res.Unit, -res.Remaining))
	case res.State == sla.Breached:
		t.Kind, t.Text = "late", v.text.T("incident.queue.missed")
	case res.State == sla.Paused:
		t.Kind, t.Text, t.Until = "paused", v.text.T("incident.queue.paused", "Amount", v.amount(res.Unit, res.Remaining)), ""
	default:
		t.Kind, t.Text = "time", v.text.T("incident.queue.left", "Amount", v.amount(res.Unit, res.Remaining))
		if t.Percent >= soon {
			t.Kind = "warn"
		}
	}
	return t
}

// amount writes a length of time in little room: "1 u 20 min".
func (v *visit) amount(unit string, n int64) string {
	if unit != sla.UnitSeconds {
		id := "case.unit.workingdays"
		if unit == sla.UnitCalendarDays {
			id = "case.unit.calendardays"
		}
		return v.text.T(id, "Count", int(n))
	}
	if hours := n / int64(time.Hour/time.Second); hours >= 24 {
		return v.text.T("incident.amount.hours", "Hours", hours)
	}
	return timeAmount(v.text, n)
}
