package change

import (
	"slices"
	"strings"
	"time"

	"termijn/workflows/casework"
)

// Tasks of the provider.
const (
	taskRevise = "revise_change"
	taskStart  = "start_change"
)

// Opened is the state of a new change as its opener gives it to the case: provider
// does it.
func Opened(p Policy, provider string, r Request, fit *Fit) State {
	return State{Policy: p, Kind: r.Kind, Provider: provider, Content: r.Content.exact(), Fit: fit, AtOnce: r.Submit}
}

// Check refuses what no change can begin as. It is pure.
func (r Request) Check(p Policy) error {
	var v casework.Invalid
	v.Check(slices.Contains(Kinds, r.Kind), "kind", "choose_option", "options", strings.Join(Kinds, ", "))
	r.Content.check(&v, p)
	return v.Err()
}

// CheckAt refuses what cannot be opened at an instant. Of what is handed in at once it
// names all that is missing, not only what no draft can lack. It is pure.
func (r Request) CheckAt(p Policy, at time.Time) error {
	err := r.Check(p)
	if err == nil || !r.Submit || !slices.Contains(Kinds, r.Kind) {
		return err
	}
	return r.Content.Whole(r.Kind, p, at)
}

// CheckOpening refuses to hand in at once what cannot be handed in. It is pure.
func CheckOpening(p Policy, r Request, fit *Fit, at time.Time) error {
	return State{Kind: r.Kind, Policy: p}.checkWhole(Drafting, at, r.Content, fit)
}

// begin is sentence 1; sentence 2 too, for what is handed in at once.
func begin(t *turn) {
	t.Own.Hash = HashOf(t.Own.Content)
	t.Own.Writer = t.Actor.Person
	t.Say("change.drafted", map[string]string{"kind": t.Own.Kind})
	follow(t, Content{})
	if t.Own.AtOnce {
		t.Own.AtOnce = false
		submit(t, Submission{Seen: t.Own.Hash, Fit: t.Own.Fit})
		return
	}
	keep(t, t.Own.Fit)
	replan(t)
}

// seen refuses a command about another content than the present one.
func seen(saw, current string) error {
	if saw != current {
		return casework.Refuse(casework.CodeStale, "seen", saw, "current", current)
	}
	return nil
}

func alreadyDone(command string) error { return casework.Refuse(casework.CodeDone, "command", command) }

func checkSave(s *situation, m Saving) error {
	if err := checkMine(s); err != nil {
		return err
	}
	if err := seen(m.Seen, s.Own.Hash); err != nil {
		return err
	}
	return m.Content.Check(s.Own.Policy)
}

// save is sentence 1.
func save(t *turn, m Saving) {
	put(t, m.Content)
	keep(t, m.Fit)
	t.Say("change.saved", nil)
	replan(t)
}

// put makes a content the change's.
func put(t *turn, c Content) {
	before := t.Own.Content
	t.Own.Content = c.exact()
	t.Own.Hash = HashOf(t.Own.Content)
	t.Own.Writer = t.Actor.Person
	if t.Title != t.Own.Content.Title {
		t.Rename(t.Own.Content.Title)
	}
	follow(t, before)
}

// follow links the change to the standard change that it follows, so that it learns
// when that is not in force any more, and to the incident that it is for.
func follow(t *turn, before Content) {
	if ref := t.Own.Content.Template; ref != "" && ref != before.Template {
		t.Link(LinkFollows, ref)
	}
	if ref := t.Own.Content.Incident; ref != "" && ref != before.Incident {
		t.Link(LinkFor, ref)
	}
}

func checkSubmit(s *situation, m Submission) error {
	if err := checkMine(s); err != nil {
		return err
	}
	if err := seen(m.Seen, s.Own.Hash); err != nil {
		return err
	}
	return s.Own.checkWhole(s.Stage, s.At, s.Own.Content, m.Fit)
}

// checkWhole refuses a content that cannot be handed in: what is missing is named
// (2), a late one without a reason (3), one beyond its template (8), and a kind for
// which there is no board.
func (s State) checkWhole(stage string, at time.Time, c Content, fit *Fit) error {
	if err := c.Whole(s.Kind, s.Policy, at); err != nil {
		return err
	}
	if fit == nil {
		fit = &Fit{}
	}
	if fit.late(s.Kind) && strings.TrimSpace(c.Late) == "" {
		var v casework.Invalid
		v.Add("content.late", "late_reason")
		return v.Err()
	}
	if s.Kind == Standard && len(fit.Differs) > 0 {
		return casework.Refuse("beyond_template", "parts", strings.Join(fit.Differs, ", "))
	}
	if s.Kind == Emergency && fit.Panel == nil && (s.Ballot == nil || stage == Drafting) {
		return casework.Refuse("no_board")
	}
	return nil
}

// late reports whether a change comes later than the lead time allows (3).
func (f *Fit) late(kind string) bool { return f != nil && kind == Normal && f.LeadDays < f.LeadAsked }

// Late reports whether the change comes later than the lead time allows, so that the
// chair must accept its reason.
func (s State) Late() bool { return s.Fit.late(s.Kind) }

// submit is sentences 2, 8 and 9.
func submit(t *turn, m Submission) {
	if t.Own.Submitted == nil {
		at := t.At
		t.Own.Submitted = &at
	}
	t.FinishTasks(taskRevise, "")
	t.Own.Lacks, t.Own.Cleared = "", nil
	t.Say("change.submitted", map[string]any{"content": t.Own.Hash, "late": m.Fit.late(t.Own.Kind)})
	toKnow(t, m.Fit)
	handIn(t, m.Fit)
	replan(t)
}

// keep keeps what was found out about the content.
func keep(t *turn, fit *Fit) {
	if fit == nil {
		fit = &Fit{}
	}
	kept := *fit
	kept.Panel = nil // the ballot keeps it
	t.Own.Fit = &kept
}

// toKnow shows the case to those whom it concerns.
func toKnow(t *turn, fit *Fit) {
	keep(t, fit)
	t.ForClient(t.Own.Content.Client)
	for _, p := range t.Own.Content.Providers {
		t.Involve(p)
	}
	tellRoadmap(t)
}

// handIn sends a change that was handed in where its kind has to go.
func handIn(t *turn, fit *Fit) {
	switch t.Own.Kind {
	case Standard:
		approveStandard(t)
	case Emergency:
		openBallot(t, *fit.Panel)
		watchWindow(t)
	default:
		askAssessment(t)
	}
}

func checkRevise(s *situation, m Revision) error {
	if err := checkMine(s); err != nil {
		return err
	}
	if err := seen(m.Seen, s.Own.Hash); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "why", m.Why)
	v.Check(HashOf(m.Content) != s.Own.Hash, "content", "same_content")
	if err := v.Err(); err != nil {
		return err
	}
	return s.Own.checkWhole(s.Stage, s.At, m.Content, m.Fit)
}

// revise is sentence 6: exactly the votes that cover what changed are re-opened. One
// that is approved lies before its board again; a standard one stays within its
// template.
func revise(t *turn, m Revision) {
	t.Own.Revisions++
	put(t, m.Content)
	t.Own.Missed = false
	t.FinishTasks(taskRevise, "")
	t.Say("change.revised", map[string]string{"why": m.Why})
	toKnow(t, m.Fit)
	switch {
	case t.Stage == Approving:
		recount(t, WhyRevised)
	case t.Stage == Scheduled && t.Own.Ballot != nil:
		backToBoard(t, WhyRevised)
	case t.Stage == Scheduled:
		approveStandard(t)
	}
	watchWindow(t)
	replan(t)
}

// toWriter gives the change back: it is a draft again, with what lacks.
func toWriter(t *turn, lacks string) {
	t.Own.Lacks, t.Own.Cleared = lacks, nil
	t.Move(Drafting)
	watchWindow(t)
	t.CancelTasks(taskStart, "")
	t.OpenTask(casework.Ask{Kind: taskRevise, To: t.Own.doer("agent"), Command: Submit.Name,
		Args: map[string]string{"title": t.Own.Content.Title}})
}
