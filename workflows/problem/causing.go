package problem

import (
	"encoding/json"
	"fmt"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

// The errands about the change that was the cause; its reference comes after them.
const (
	errandChange   = "change/"
	errandRetract  = "retract/"
	errandFollowed = "followed/"
	errandStandard = "standard/"
)

// tellChange is sentence 6: the change learns what it caused (C-28), and what is found
// about the process (C-30).
func tellChange(t *turn, c RootCause) {
	if t.Version < versionTellsChange {
		return
	}
	incident := t.Own.Origin.Incident
	casework.TellCase(t, again(t, errandChange+c.Change), c.Change, change.ReportIncident,
		change.CausedIncident{Incident: incident, Critical: incident != "", Problem: t.Ref, Finding: c.Finding})
}

// retract is sentence 6: a change that turns out not to be the cause is told so.
func retract(t *turn, ref string) {
	if t.Version < versionRetracts || !changeRef.MatchString(ref) {
		return
	}
	casework.TellCase(t, again(t, errandRetract+ref), ref, change.RetractIncident, change.Retraction{Incident: t.Own.Origin.Incident, Problem: t.Ref})
}

// again makes the name of an errand its own: a cause can be corrected more than once,
// and back.
func again(t *turn, errand string) string {
	if t.Version < versionRetracts {
		return errand
	}
	t.Own.Told++
	return fmt.Sprintf("%s/%d", errand, t.Own.Told)
}

// returned follows what was told.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	if ref, ok := strings.CutPrefix(e.ID, errandChange); ok {
		ref, _, _ = strings.Cut(ref, "/")
		changeAnswered(t, ref, answer)
	}
	if ref, ok := strings.CutPrefix(e.ID, errandFollowed); ok {
		tellStandard(t, ref, answer)
	}
}

// changeAnswered: a change that has ended cannot learn of a critical incident any more,
// but what it followed must not be followed again (B-35).
func changeAnswered(t *turn, ref string, raw json.RawMessage) {
	var answer record.Told
	switch {
	case json.Unmarshal(raw, &answer) != nil, answer.Refused == "", answer.Refused == casework.CodeDone:
	case answer.Refused == casework.CodeClosed && t.Own.Origin.Incident != "":
		t.Send(errandFollowed+ref, record.FollowedActivity, record.FollowedAsked{Change: ref})
	case answer.Refused != casework.CodeClosed:
		t.Say("problem.change_refused", map[string]string{"change": ref, "code": answer.Refused})
	}
}

// tellStandard tells the standard change that a change followed, if it did, that it did
// harm: what follows it is a normal change from now on.
func tellStandard(t *turn, ref string, raw json.RawMessage) {
	var followed record.Followed
	if json.Unmarshal(raw, &followed) != nil || followed.Standard == "" || t.Own.Cause == nil {
		return
	}
	t.Say("problem.standard_told", map[string]string{"change": ref, "standard": followed.Standard})
	casework.TellCase(t, errandStandard+ref, followed.Standard, standard.Harmed,
		standard.Harm{Change: ref, Incident: t.Own.Origin.Incident, Reason: t.Own.Cause.RootCause.Cause})
}
