package session

import (
	"fmt"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

func checkClose(s *situation, c Closing) error {
	if err := checkChair(s); err != nil {
		return err
	}
	for _, ref := range s.Own.open() {
		if s.Own.Items[ref].State == ItemDeciding {
			return casework.Refuse("still_deciding", "change", ref)
		}
	}
	var v casework.Invalid
	text(&v, "summary", c.Summary)
	return v.Err()
}

// closeSession is sentence 10.
func closeSession(t *turn, c Closing) {
	putFront(t, "")
	t.Own.Summary = strings.TrimSpace(c.Summary)
	decided := 0
	for _, i := range t.Own.Agenda() {
		if i.State == ItemDecided {
			decided++
		}
	}
	carried := carryOver(t)
	note(t, "", "closed", map[string]string{"carried": fmt.Sprint(carried)})
	t.FinishTasks("close_session", "")
	t.Say("session.closed", map[string]any{"decided": decided, "carried": carried})
	for _, to := range t.Own.everybody(t) {
		t.Mail(record.Mail{Template: "session_minutes", To: to, Args: map[string]string{"decided": fmt.Sprint(decided), "carried": fmt.Sprint(carried),
			"summary": t.Own.Summary, "rulings": rulings(t.Own)}})
	}
	over(t, Closed, true)
}

// rulings are the decisions for the mail, in the order of the agenda: change and
// ruling, a line each.
func rulings(s State) string {
	var all []string
	for _, i := range s.Agenda() {
		if i.State == ItemDecided && i.Decision != nil {
			all = append(all, i.Change+" "+i.Decision.Option)
		}
	}
	return strings.Join(all, "\n")
}

// carryOver leaves what was not decided to the next session, and says how many.
func carryOver(t *turn) int {
	open := t.Own.open()
	for _, ref := range open {
		i := t.Own.Items[ref]
		i.State = ItemCarried
		set(&t.Own.Items, ref, i)
	}
	return len(open)
}

// over ends the session and tells the board.
func over(t *turn, outcome string, held bool) {
	at := t.At
	t.Own.Ended = &at
	casework.TellCase(t, errand(t, errandEnded, "board"), t.Own.About.Board, casework.Command[Ended]{Name: CommandEnded}, Ended{Meeting: t.Ref, Held: held})
	t.End(outcome, outcome)
}

// lapse is sentence 11.
func lapse(t *turn) {
	carried := carryOver(t)
	t.Say("session.lapsed", map[string]int{"carried": carried})
	t.Mail(record.Mail{Template: "session_news", To: t.Own.chair().Holder, Args: map[string]string{"news": "lapsed", "begins": stamp(t.Own.About.At), "carried": fmt.Sprint(carried)}})
	over(t, Lapsed, false)
}

func checkPostpone(s *situation, p Postponing) error {
	if err := checkSystem(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(p.At.After(s.At), "at", "instant_in_the_past")
	v.Check(!p.Cutoff.After(p.At), "cutoff", "after_meeting")
	return v.Err()
}

// postpone moves it (4). An agenda that was closed opens again when its new cut-off is
// still to come.
func postpone(t *turn, p Postponing) {
	was := t.Own.About.At
	t.Own.About.At, t.Own.About.Cutoff = p.At.UTC(), p.Cutoff.UTC()
	if p.Cutoff.After(t.At) {
		t.Own.Cut, t.Own.Told = nil, false
	}
	plan(t)
	t.Say("session.moved", map[string]any{"was": was, "begins": p.At.UTC(), "reason": p.Reason})
	tellNews(t, "moved", p.Reason, stamp(was))
	for _, ref := range t.Own.open() {
		tellPlace(t, ref)
	}
}

func checkCancel(s *situation, b Because) error { return checkSystem(s) }

// cancel calls it off (4).
func cancel(t *turn, b Because) {
	carryOver(t)
	t.Own.Reason = b.Reason
	t.Say("session.called_off", b)
	tellNews(t, "called_off", b.Reason, "")
	over(t, CalledOff, false)
}

// tellNews tells all members that something about the meeting is not as planned.
func tellNews(t *turn, news, reason, was string) {
	args := map[string]string{"news": news, "begins": stamp(t.Own.About.At), "reason": reason}
	if was != "" {
		args["was"] = was
	}
	for _, to := range t.Own.everybody(t) {
		t.Mail(record.Mail{Template: "session_news", To: to, Args: args})
	}
}
