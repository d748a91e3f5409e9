package meeting

import (
	"fmt"
	"strings"

	"termijn/workflows/casework"
)

func checkMinutes(s *situation, m Minutes) error {
	if err := checkLead(s); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "summary", m.Summary)
	return v.Err()
}

// writeMinutes keeps the summary as far as it is written (sentence 7).
func writeMinutes(t *turn, m Minutes) {
	summarise(t, m.Summary)
	t.Say("meeting.minutes_written", map[string]string{"report": t.Own.Summary.Text})
}

func summarise(t *turn, summary string) {
	t.Own.Summary = &Written{Text: strings.TrimSpace(summary), At: t.At, By: t.Actor}
}

func checkClose(s *situation, c Closing) error {
	if err := checkLead(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(c.Summary) != "" || s.Own.Summary != nil, "summary", "required")
	v.Check(len(c.Summary) <= 8000, "summary", "too_long", "max", "8000")
	if err := v.Err(); err != nil {
		return err
	}
	if open := s.Own.open(); len(open) > 0 && !c.CarryOver {
		return casework.Refuse("open_actions", "actions", strings.Join(open, ", "))
	}
	return nil
}

// closeMeeting is sentence 7: no action is left behind without a word.
func closeMeeting(t *turn, c Closing) {
	if strings.TrimSpace(c.Summary) != "" {
		summarise(t, c.Summary)
	}
	carried := t.Own.open()
	for _, id := range carried {
		settle(t, id, ActionCarried, "")
	}
	at := t.At
	t.Own.Ended = &at
	t.FinishTasks("lead_meeting", "")
	t.Say("meeting.closed", map[string]string{"report": t.Own.Summary.Text, "carried": fmt.Sprint(len(carried))})
	t.End(Closed, Closed)
}
