package problem

import (
	"fmt"
	"regexp"
	"strings"

	"termijn/workflows/casework"
)

// incidentRef is how an incident is written.
var incidentRef = regexp.MustCompile(`^INC-\d{4}-\d{6,}$`)

func checkIncident(s *situation, i Incident) error {
	var v casework.Invalid
	v.Check(incidentRef.MatchString(i.Ref), "ref", "unknown")
	if err := v.Err(); err != nil {
		return err
	}
	if _, linked := s.Own.Incidents[i.Ref]; linked {
		return casework.Refuse(casework.CodeDone, "subject", i.Ref)
	}
	return nil
}

func linkIncident(t *turn, i Incident) {
	set(&t.Own.Incidents, i.Ref, Linked{At: t.At, By: t.Actor})
	t.Link(LinkExplains, i.Ref)
	t.Say("problem.incident_linked", map[string]string{"incident": i.Ref})
}

func checkNote(_ *situation, n Note) error {
	var v casework.Invalid
	text(&v, "text", n.Text)
	return v.Err()
}

func note(t *turn, n Note) {
	id := fmt.Sprintf("N%d", len(t.Own.Notes)+1)
	set(&t.Own.Notes, id, Noted{At: t.At, By: t.Actor, Text: strings.TrimSpace(n.Text)})
	t.Say("problem.noted", map[string]string{"id": id, "note": n.Text})
	t.Made(id)
}
