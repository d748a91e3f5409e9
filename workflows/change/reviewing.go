package change

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

const clockReview = "review"

// Findings of an analysis on the process of the Service Integrator (C-30): those of
// problem.Findings.
var Findings = []string{"none", "provider_deviated", "process_badly_described", "process_badly_communicated"}

// Commands of a standard change (package standard), which learns what became of the
// changes that follow it.
var (
	standardHarmed = casework.Command[harm]{Name: "harmed"}
	standardUsed   = casework.Command[use]{Name: "used"}
)

type harm struct {
	Change   string `json:"change,omitempty"`
	Incident string `json:"incident,omitempty"`
	Reason   string `json:"reason"`
}

type use struct {
	Change string `json:"change"`
	Result string `json:"result"`
}

func checkReview(s *situation, m Verdict) error {
	var v casework.Invalid
	text(&v, "text", m.Text)
	v.Check(len(m.Incident) <= longestLine, "incident", "too_long", "max", strconv.Itoa(longestLine))
	v.Check(m.Finding == "" || slices.Contains(Findings, m.Finding), "finding", "choose_option", "options", strings.Join(Findings, ", "))
	if err := v.Err(); err != nil {
		return err
	}
	if c := s.Own.Confirmation; c != nil && c.Option == "" {
		return casework.Refuse("confirmation_open")
	}
	return nil
}

// review is the second half of sentence 13.
func review(t *turn, m Verdict) {
	t.Own.Verdict = &Reviewed{Verdict: m, By: t.Actor, At: t.At}
	if m.Incident != "" {
		caused(t, CausedIncident{Incident: m.Incident, Finding: m.Finding})
	}
	t.StopClock(clockReview)
	t.FinishTasks("review_change", "")
	t.Say("change.reviewed", map[string]any{"asPlanned": m.AsPlanned, "harmful": m.Harmful, "incident": m.Incident})
	if m.Harmful {
		harmed(t, m.Incident, m.Text)
	}
	finish(t, Done)
}

func checkCaused(s *situation, m CausedIncident) error {
	var v casework.Invalid
	v.Check(m.Incident != "" || m.Problem != "", "incident", "required")
	v.Check(len(m.Incident)+len(m.Problem) <= longestLine, "incident", "too_long", "max", strconv.Itoa(longestLine))
	v.Check(m.Finding == "" || slices.Contains(Findings, m.Finding), "finding", "choose_option", "options", strings.Join(Findings, ", "))
	if err := v.Err(); err != nil {
		return err
	}
	if before, ok := s.Own.Caused[m.key()]; ok && before == m {
		return alreadyDone(ReportIncident.Name)
	}
	return nil
}

// key names what it caused: an incident, else the problem that says so.
func (m CausedIncident) key() string {
	if m.Incident != "" {
		return m.Incident
	}
	return m.Problem
}

// reportIncident is sentence 13: it caused an incident (C-28).
func reportIncident(t *turn, m CausedIncident) {
	again := t.Own.Caused[m.key()].Critical && t.Version >= versionHarmsOnce
	caused(t, m)
	t.Say("change.caused_incident", m)
	if m.Critical && !again {
		harmed(t, m.Incident, m.key())
	}
	for _, to := range []record.Recipient{t.Own.doer("manager"), changeManagers} {
		t.Mail(record.Mail{Template: "change_caused_incident", To: to, Args: map[string]string{"incident": m.key()}})
	}
}

func caused(t *turn, m CausedIncident) {
	if _, known := t.Own.Caused[m.key()]; !known && m.Incident != "" {
		t.Link(LinkCaused, m.Incident)
	}
	t.Own.Caused = with(t.Own.Caused, m.key(), m)
}

func checkRetraction(s *situation, m Retraction) error {
	if was, ok := s.Own.Caused[CausedIncident{Incident: m.Incident, Problem: m.Problem}.key()]; !ok || was.Problem != m.Problem {
		return alreadyDone(RetractIncident.Name) // what a person says stays
	}
	return nil
}

// retractIncident is sentence 13: the problem that said so found another cause. What the
// change followed stays as it is until a person puts it in force again (B-35).
func retractIncident(t *turn, m Retraction) {
	key := CausedIncident{Incident: m.Incident, Problem: m.Problem}.key()
	t.Own.Caused = maps.Clone(t.Own.Caused)
	delete(t.Own.Caused, key)
	t.Say("change.incident_retracted", m)
	for _, to := range []record.Recipient{t.Own.doer("manager"), changeManagers} {
		t.Mail(record.Mail{Template: "change_incident_retracted", To: to, Args: map[string]string{"incident": key, "problem": m.Problem}})
	}
}

// harmed tells the standard change that it follows, or the frame, that it did harm (B-35).
func harmed(t *turn, incident, why string) {
	if ref := t.Own.followed(); ref != "" {
		t.Own.Told++
		casework.TellCase(t, told(t, "harmed/"), ref, standardHarmed, harm{Change: t.Ref, Incident: incident, Reason: why})
	}
}

// followed is the standard change that it follows, or in whose frame it is: empty for
// a change of its own.
func (s State) followed() string {
	switch {
	case s.Kind == Standard:
		return s.Content.Template
	case s.Kind == Automated && s.Gate != nil:
		return s.Gate.Frame
	}
	return ""
}

// finish ends the change: what it planned is taken back, what it announced too, and
// the standard change that it followed learns what became of it.
func finish(t *turn, outcome string) {
	if ref := t.Own.followed(); ref != "" && t.Own.Result != nil {
		casework.TellCase(t, "used", ref, standardUsed, use{Change: t.Ref, Result: t.Own.Result.Result})
	}
	if outcome != Done {
		endNotice(t, t.Own.Reason)
		drop(t, outcome)
	}
	t.End(outcome, outcome)
	replan(t)
}
