package change

import (
	"cmp"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// checkEnding refuses to end a change whose notice is just being opened.
func checkEnding(s *situation) error {
	if announcing(s) {
		return casework.Refuse("being_announced")
	}
	return nil
}

func checkWithdraw(s *situation, m Because) error {
	if err := checkMine(s); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "reason", m.Reason)
	if err := v.Err(); err != nil {
		return err
	}
	return checkEnding(s)
}

// withdraw is sentence 14.
func withdraw(t *turn, m Because) {
	t.Own.Reason = m.Reason
	t.Say("change.withdrawn", m)
	finish(t, Withdrawn)
}

func checkNote(_ *situation, m Note) error {
	var v casework.Invalid
	text(&v, "text", m.Text)
	return v.Err()
}

func note(t *turn, m Note) { t.Say("change.note", m) }

// tellRoadmap is sentence 15: the Board learns of a migration whose Client has no
// roadmap in line with the vision, once.
func tellRoadmap(t *turn) {
	m := t.Own.Content.Migration
	if m == nil || m.Roadmap == RoadmapInLine || t.Own.BoardTold {
		return
	}
	t.Own.BoardTold = true
	t.Mail(record.Mail{Template: "roadmap_missing", To: record.Recipient{Org: "board", Role: "member"},
		Args: map[string]string{"client": cmp.Or(t.Own.Fit.Names[m.Client], m.Client), "roadmap": m.Roadmap}})
}
