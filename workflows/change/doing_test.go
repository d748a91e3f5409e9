package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

// Sentence 12 (B-16): inside the window and when approved, never otherwise.
func TestItStartsInsideItsWindowOnly(t *testing.T) {
	t.Parallel()
	for when, started := range map[string]bool{"03-10 21:59:59": false, "03-10 22:00": true, "03-11 01:59:59": true, "03-11 02:00": false} {
		c := lived(t, options{})
		c.boards()
		var unapproved, stranger, a *casetest.Answer
		c.at("03-03 09:30", func() { unapproved = c.starts() })
		c.at("03-03 10:00", func() { c.rules(change.Approve) })
		c.at(when, func() { stranger = casetest.Send(c.Case, other, change.Start, "", change.Starting{}); a = c.starts() })
		c.Run()
		require.Equal(t, casework.CodeNotNow, unapproved.Refusal.Code)
		require.Equal(t, "not_yours", stranger.Refusal.Code, "a provider that is involved does not do it")
		if started {
			require.NoError(t, a.Err, when)
			continue
		}
		require.Equal(t, "outside_window", a.Refusal.Code, when)
		require.Equal(t, map[string]string{"from": "2026-03-10T21:00:00Z", "to": "2026-03-11T01:00:00Z"}, a.Refusal.Args)
	}
}

// Sentence 12: a window across a change of the clock is as long as it is.
func TestAWindowOverTheHourThatDoesNotExist(t *testing.T) {
	t.Parallel()
	c := lived(t, options{content: edited(func(x *change.Content) {
		x.From, x.To = casetest.When("2026-03-29 01:30"), casetest.When("2026-03-29 03:30")
		x.Unavailability, x.BackOut.NoReturn, x.BackOut.Always = change.Unavailability{None: true}, nil, true
	})})
	c.approves()
	c.at("03-29 01:30", func() { c.starts() })
	c.at("03-29 03:45", func() {})
	c.Run()
	require.Equal(t, "2026-03-29 03:30", casetest.FaceOf(c.Clock("window").Result.Due), "an hour, not two")
	require.Equal(t, "2026-03-29 03:15", face(c.rung("window", "75%").At))
}

// rung is the event of a clock's rung.
func (c *story) rung(clock, key string) record.Event {
	for _, e := range c.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			if n := len(k.Fired); k.ID == clock && n > 0 && k.Fired[n-1] == key {
				return e
			}
		}
	}
	return record.Event{}
}

// Sentence 12: the steps are reported, the point of no return is told, and a window
// that is overrun is escalated.
func TestItsStepsAreReportedAndAnOverrunIsEscalated(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.approves()
	step := func(id, result string, failed bool) *casetest.Answer {
		return casetest.Send(c.Case, writer, change.FinishStep, "", change.StepResult{Step: id, Result: result, Failed: failed})
	}
	var one, again, none, silent, failed, late *casetest.Answer
	var asked record.Task
	var s state
	c.at("03-10 22:00", func() { asked = c.ask(t, "start_change", ""); c.starts() })
	c.at("03-10 22:30", func() { one = step("S1", "", false) })
	c.at("03-10 22:31", func() { again = step("S1", "", false) })
	c.at("03-10 22:32", func() { none = step("S3", "", false) })
	c.at("03-10 22:33", func() { silent = step("S2", "", true) })
	c.at("03-10 22:34", func() { failed = step("S2", "verkeer valt weg", true) })
	c.at("03-11 02:10", func() { s = c.State() })
	c.at("03-11 02:11", func() { late = c.completes(change.RolledBack) })
	c.Run()
	require.Equal(t, record.Recipient{Org: "alfa", Role: "agent"}, asked.Assignee, "when the window opens the provider is asked to begin")
	require.NoError(t, one.Err)
	require.Equal(t, casework.CodeDone, again.Refusal.Code)
	require.Equal(t, casework.CodeUnknown, none.Refusal.Code)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.NoError(t, failed.Err)
	require.True(t, s.Own.Steps["S2"].Failed)
	require.Equal(t, "Router plaatsen", s.Own.Steps["S1"].Text)
	require.Equal(t, "2026-03-10 23:00", face(c.Event("change.no_return").At))
	require.True(t, s.Own.Overran)
	require.Equal(t, "2026-03-11 02:00", face(c.Event("change.overran").At))
	require.Equal(t, []record.Recipient{{Org: "alfa", Role: "manager"}, {Org: "si", Role: "change_manager"}, {Org: "si", Role: "service_desk"}}, c.told("escalation"))
	require.Equal(t, change.Reviewing, late.Receipt.Stage)
}

// Sentence 12: one that does not begin in its window needs another one.
func TestAWindowThatPassesAsksForAnother(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var late, kept, moved *casetest.Answer
	var missed, s state
	c.at("03-11 09:00", func() { missed = c.State(); late = c.rules(change.Approve) })
	c.at("03-11 09:01", func() { kept = c.revises(edited(edits[change.AspectRisk])) })
	c.at("03-11 09:02", func() {
		moved = c.revises(edited(func(x *change.Content) {
			x.From, x.To = x.From.AddDate(0, 0, 7), x.To.AddDate(0, 0, 7)
			x.Unavailability, x.BackOut.NoReturn, x.BackOut.Always = change.Unavailability{None: true}, nil, true
		}))
	})
	c.at("03-11 09:03", func() { s = c.State() })
	c.Run()
	require.True(t, missed.Own.Missed)
	require.Equal(t, "window_passed", late.Refusal.Code)
	require.Equal(t, "instant_in_the_past", kept.Refusal.Fields[0].Code)
	require.NoError(t, moved.Err)
	require.False(t, s.Own.Missed)
	require.Equal(t, []record.Recipient{{Org: "si", Role: "change_manager"}}, c.told("change_missed"))
}

// Sentence 13 (B-16, B-35): a review that finds harm puts the template back.
func TestAReviewThatFindsHarmPutsTheTemplateBack(t *testing.T) {
	t.Parallel()
	for _, harmful := range []bool{false, true} {
		c := lived(t, options{kind: change.Standard, content: edited(func(x *change.Content) { x.Template, x.TemplateVersion = "STD-2026-000001", 2 })})
		c.at("03-02 11:00", func() { c.submits(fit()) })
		c.at("03-10 22:00", func() { c.starts() })
		c.at("03-10 22:30", func() { c.completes(change.Success) })
		var odd *casetest.Answer
		c.at("03-11 09:00", func() { odd = c.reviews(change.Verdict{Finding: "bad luck"}) })
		c.at("03-11 09:01", func() {
			c.reviews(change.Verdict{AsPlanned: !harmful, Harmful: harmful, Incident: "INC-2026-000009", Finding: "provider_deviated"})
		})
		c.Run()
		require.NoError(t, c.Err)
		require.Equal(t, "finding", odd.Refusal.Fields[0].Field)
		want := []string{`STD-2026-000001 used {"change":"CHG-2026-000001","result":"success"}`}
		if harmful {
			want = append(want, `STD-2026-000001 harmed {"change":"CHG-2026-000001","incident":"INC-2026-000009","reason":"goed verlopen"}`)
		}
		require.ElementsMatch(t, want, c.tellings("STD"))
		require.Contains(t, c.Event("change.reviewed").Effects.Case.Links, record.Link{Kind: change.LinkCaused, Ref: "INC-2026-000009"})
	}
}

// Sentence 13 (C-28): a critical incident that it caused puts the template back at
// once, and only once however often what is found about it is described better.
func TestACriticalIncidentThatItCausedPutsTheTemplateBack(t *testing.T) {
	t.Parallel()
	c := lived(t, options{kind: change.Standard, content: edited(func(x *change.Content) { x.Template, x.TemplateVersion = "STD-2026-000001", 2 })})
	report := func(m change.CausedIncident) *casetest.Answer {
		return casetest.Send(c.Case, record.System, change.ReportIncident, "", m)
	}
	c.at("03-02 11:00", func() { c.submits(fit()) })
	var early, small, critical, again, empty, corrected *casetest.Answer
	var s state
	c.at("03-02 11:01", func() { early = report(change.CausedIncident{Incident: "INC-2026-000008"}) })
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:10", func() { small = report(change.CausedIncident{Incident: "INC-2026-000008"}) })
	c.at("03-10 22:30", func() { c.completes(change.Success) })
	c.at("03-11 09:00", func() {
		critical = report(change.CausedIncident{Incident: "INC-2026-000009", Critical: true, Problem: "PRB-2026-000001", Finding: "none"})
	})
	c.at("03-11 09:01", func() {
		again = report(change.CausedIncident{Incident: "INC-2026-000009", Critical: true, Problem: "PRB-2026-000001", Finding: "none"})
	})
	c.at("03-11 09:02", func() { empty = report(change.CausedIncident{}) })
	c.at("03-11 09:02", func() {
		corrected = report(change.CausedIncident{Incident: "INC-2026-000009", Critical: true, Problem: "PRB-2026-000001", Finding: "provider_deviated"})
	})
	c.at("03-11 09:03", func() { s = c.State() })
	c.Run()
	require.Equal(t, casework.CodeNotNow, early.Refusal.Code)
	require.NoError(t, small.Err)
	require.NoError(t, critical.Err)
	require.Equal(t, casework.CodeDone, again.Refusal.Code)
	require.Equal(t, "required", empty.Refusal.Fields[0].Code)
	require.NoError(t, corrected.Err)
	require.Equal(t, "provider_deviated", s.Own.Caused["INC-2026-000009"].Finding)
	require.Len(t, s.Own.Caused, 2)
	require.Equal(t, []string{`STD-2026-000001 harmed {"change":"CHG-2026-000001","incident":"INC-2026-000009","reason":"INC-2026-000009"}`}, c.tellings("STD"))
	require.Len(t, c.told("change_caused_incident"), 6)
}

// Sentence 13 (C-28): a problem takes back what it said itself, and nothing else.
func TestAProblemTakesBackWhatItSaid(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.approves()
	c.at("03-10 22:00", func() { c.starts() })
	var stranger, done, twice *casetest.Answer
	var s state
	c.at("03-10 22:10", func() {
		casetest.Send(c.Case, record.System, change.ReportIncident, "", change.CausedIncident{Incident: "INC-2026-000009", Problem: "PRB-2026-000001"})
		casetest.Send(c.Case, chair, change.ReportIncident, "", change.CausedIncident{Incident: "INC-2026-000010"})
	})
	retract := func(incident string) *casetest.Answer {
		return casetest.Send(c.Case, record.System, change.RetractIncident, "", change.Retraction{Incident: incident, Problem: "PRB-2026-000001"})
	}
	c.at("03-10 22:11", func() { stranger = retract("INC-2026-000010") })
	c.at("03-10 22:12", func() { done = retract("INC-2026-000009") })
	c.at("03-10 22:13", func() { twice = retract("INC-2026-000009") })
	c.at("03-10 22:14", func() { s = c.State() })
	c.Run()
	require.NoError(t, done.Err)
	require.Equal(t, []string{casework.CodeDone, casework.CodeDone}, []string{stranger.Refusal.Code, twice.Refusal.Code})
	require.Equal(t, map[string]change.CausedIncident{"INC-2026-000010": {Incident: "INC-2026-000010"}}, s.Own.Caused)
	require.Len(t, c.told("change_incident_retracted"), 2)
}

// Sentence 14: it can be withdrawn until it starts, by its provider.
func TestItIsWithdrawnUntilItStarts(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*story){
		"draft":    func(*story) {},
		"board":    func(c *story) { c.boards() },
		"approved": func(c *story) { c.approves() },
	}
	for stage, way := range ways {
		c := lived(t, options{})
		way(c)
		var stranger, silent, done *casetest.Answer
		c.at("03-04 09:00", func() {
			stranger = casetest.Send(c.Case, other, change.Withdraw, "", change.Because{Reason: "x"})
			silent = casetest.Send(c.Case, writer, change.Withdraw, "", change.Because{})
		})
		c.at("03-04 09:01", func() { done = c.withdraws() })
		c.Run()
		require.Equal(t, "not_yours", stranger.Refusal.Code)
		require.Equal(t, "required", silent.Refusal.Fields[0].Code)
		require.Equal(t, change.Withdrawn, done.Receipt.Stage, stage)
		require.Equal(t, "none", c.plans()[len(c.plans())-1])
	}
	c := lived(t, options{})
	c.approves()
	var late *casetest.Answer
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:01", func() { late = c.withdraws() })
	c.Run()
	require.Equal(t, casework.CodeNotNow, late.Refusal.Code)
}

// Sentence 14: the meeting does not wait for it any more.
func TestTheMeetingDoesNotWaitForAWithdrawnChange(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	c.at("03-04 09:00", func() { c.withdraws() })
	c.Run()
	require.Equal(t, `ZIT-2026-000001 drop {"change":"CHG-2026-000001","reason":"withdrawn"}`, c.tellings("ZIT")[1])
}

// Sentence 15 (P-36): the Board hears, once, of a migration without a roadmap in
// line with the vision.
func TestTheBoardHearsOfAMigrationWithoutARoadmap(t *testing.T) {
	t.Parallel()
	for roadmap, mails := range map[string]int{change.RoadmapInLine: 0, change.RoadmapMissing: 1, change.RoadmapDeviating: 1} {
		migrates := func(x *change.Content) { x.Migration = &change.Migration{Client: "noord", Roadmap: roadmap} }
		c := lived(t, options{content: edited(migrates)})
		c.boards()
		c.at("03-03 09:30", func() { c.revises(edited(func(x *change.Content) { migrates(x); x.Impact = "Meer dan gedacht" })) })
		c.Run()
		require.Len(t, c.told("roadmap_missing"), mails, roadmap)
	}
}

// Notes are kept by whoever takes part.
func TestANoteIsWrittenDown(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	var silent, kept *casetest.Answer
	c.at("03-02 11:00", func() { silent = casetest.Send(c.Case, chair, change.AddNote, "", change.Note{}) })
	c.at("03-02 11:01", func() { kept = casetest.Send(c.Case, chair, change.AddNote, "", change.Note{Text: "Gebeld met Alfa"}) })
	c.Run()
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.NoError(t, kept.Err)
	require.JSONEq(t, `{"text":"Gebeld met Alfa"}`, string(c.Event("change.note").Body))
}
