package change_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

type state = casework.State[change.State]

// The whole way of a normal change (B-16, B-33).
func TestANormalChangeFromDraftToReview(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	c.at("03-03 09:30", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-03 10:00", func() { c.rules(change.Approve) })
	c.at("03-10 22:05", func() { c.starts() })
	c.at("03-10 22:40", func() { c.completes(change.Success) })
	c.at("03-12 09:00", func() { c.reviews(change.Verdict{AsPlanned: true}) })
	c.at("03-12 18:00", func() {}) // whom the end is told has answered
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"2026-03-10 22:00 – 2026-03-11 02:00", "2026-03-10 22:00 – 2026-03-11 02:00 firm", "none"}, c.plans())
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.Equal(t, change.Done, last.Effects.Case.Outcome)
}

// Sentence 1 (B-16).
func TestADraftIsSavedAsOftenAsNeeded(t *testing.T) {
	t.Parallel()
	c := lived(t, options{content: change.Content{Title: "Nieuwe kernrouter"}})
	var first, second, stranger, untitled, backwards *casetest.Answer
	var seen string
	var s change.State
	c.at("03-02 10:10", func() {
		seen = c.own().Hash
		first = c.saves(edited(func(x *change.Content) { x.Title = "Andere titel" }))
	})
	c.at("03-02 10:11", func() {
		second = casetest.Send(c.Case, manager, change.Save, "", change.Saving{Seen: seen, Content: whole()})
	})
	c.at("03-02 10:12", func() {
		stranger = casetest.Send(c.Case, other, change.Save, "", change.Saving{Seen: c.own().Hash, Content: whole()})
	})
	c.at("03-02 10:13", func() { untitled = c.saves(change.Content{}) })
	c.at("03-02 10:14", func() {
		backwards = c.saves(edited(func(x *change.Content) {
			x.To = x.From
			x.Unavailability = change.Unavailability{}
			x.BackOut.NoReturn = nil
		}))
	})
	c.at("03-02 10:15", func() { s = c.own() })
	c.Run()
	require.NoError(t, first.Err)
	require.Equal(t, casework.CodeStale, second.Refusal.Code, "the second of two tabs sees that the first was there")
	require.Equal(t, map[string]string{"seen": seen, "current": s.Hash}, second.Refusal.Args)
	require.Equal(t, "not_yours", stranger.Refusal.Code)
	require.Equal(t, casework.FieldError{Field: "content.title", Code: "required"}, untitled.Refusal.Fields[0])
	require.Equal(t, casework.FieldError{Field: "content.to", Code: "must_be_after_from"}, backwards.Refusal.Fields[0])
	require.Equal(t, "Andere titel", s.Content.Title)
	require.Empty(t, c.told("task_opened"), "nobody is asked of a draft")
}

// Sentence 2 (B-16): what is missing is named, all of it.
func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	c := lived(t, options{content: change.Content{Title: "Nieuwe kernrouter"}})
	var a *casetest.Answer
	c.at("03-02 10:10", func() { a = c.submits(fit()) })
	c.Run()
	var fields []string
	for _, f := range a.Refusal.Fields {
		fields = append(fields, f.Field+" "+f.Code)
	}
	require.Equal(t, []string{"content.items required", "content.from required", "content.to required", "content.testPlan required",
		"content.communication required", "content.steps required", "content.reason required", "content.impact required",
		"content.risk.likelihood required", "content.risk.effect required", "content.backOut.plan required", "content.backOut.noReturn required",
		"content.unavailability.services required", "content.unavailability.from required", "content.unavailability.to required",
		"content.unavailability.text required"}, fields)
}

// Sentence 2: each thing that can be wrong is refused by its name.
func TestAContentThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	early, late := casetest.When("2026-03-10 21:59"), casetest.When("2026-03-11 02:01")
	for what, c := range map[string]struct {
		edit        func(*change.Content)
		field, code string
	}{
		"the past":                 {func(x *change.Content) { x.From = begin.Add(-1e9) }, "content.from", "instant_in_the_past"},
		"a month and a day":        {func(x *change.Content) { x.To = x.From.AddDate(0, 0, 32) }, "content.to", "window_too_long"},
		"no return before it":      {func(x *change.Content) { x.BackOut.NoReturn = &early }, "content.backOut.noReturn", "outside_the_window"},
		"no return after it":       {func(x *change.Content) { x.BackOut.NoReturn = &late }, "content.backOut.noReturn", "outside_the_window"},
		"no return, and always":    {func(x *change.Content) { x.BackOut.Always = true }, "content.backOut.noReturn", "either_or"},
		"unavailable after it":     {func(x *change.Content) { x.Unavailability.To = late }, "content.unavailability.from", "outside_the_window"},
		"unavailable backwards":    {func(x *change.Content) { x.Unavailability.To = x.Unavailability.From }, "content.unavailability.to", "must_be_after_from"},
		"unavailable and not":      {func(x *change.Content) { x.Unavailability.None = true }, "content.unavailability.none", "either_or"},
		"an item twice":            {func(x *change.Content) { x.Items = []string{"router", "router"} }, "content.items[1]", "twice"},
		"an empty step":            {func(x *change.Content) { x.Steps = []string{" "} }, "content.steps[0]", "required"},
		"another level of risk":    {func(x *change.Content) { x.Risk.Effect = "huge" }, "content.risk.effect", "choose_option"},
		"another state of roadmap": {func(x *change.Content) { x.Migration = &change.Migration{Client: "noord", Roadmap: "soon"} }, "content.migration.roadmap", "choose_option"},
	} {
		refusal, ok := casework.RefusalOf(edited(c.edit).Whole(change.Normal, change.Policy{WindowDays: 31}, begin))
		require.True(t, ok, what)
		require.Equal(t, []string{c.field, c.code}, []string{refusal.Fields[0].Field, refusal.Fields[0].Code}, what)
		require.Len(t, refusal.Fields, 1, "%s: %v", what, refusal.Fields)
	}
	require.NoError(t, whole().Whole(change.Normal, change.Policy{WindowDays: 31}, begin))
}

// Sentence 2: windows across the two changes of the clock are what they are in
// instants: 23 and 25 hours of a day.
func TestAWindowAcrossAChangeOfTheClock(t *testing.T) {
	t.Parallel()
	for day, hours := range map[string]float64{"2026-03-29": 23, "2026-10-25": 25} {
		x := edited(func(x *change.Content) {
			x.From = casetest.When(day + " 00:00")
			x.To = casetest.When(casetest.When(day+" 00:00").AddDate(0, 0, 1).In(casetest.Brussels).Format("2006-01-02") + " 00:00")
			x.Unavailability, x.BackOut.NoReturn, x.BackOut.Always = change.Unavailability{None: true}, nil, true
		})
		require.InDelta(t, hours, x.To.Sub(x.From).Hours(), 0)
		require.NoError(t, x.Whole(change.Normal, change.Policy{WindowDays: 1 + int(hours)/25}, begin))
	}
}

// Sentence 3 (assumed).
func TestALateChangeNeedsAReasonThatTheChairAccepts(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	short := fit()
	short.LeadDays = 4
	var silent, refused, accepted *casetest.Answer
	c.at("03-02 11:00", func() { silent = c.submits(short) })
	c.at("03-02 11:01", func() { c.saves(edited(func(x *change.Content) { x.Late = "De router begaf het bijna" })) })
	c.at("03-02 11:02", func() { c.submits(short) })
	c.at("03-03 09:00", func() { c.conforms() })
	c.at("03-03 10:00", func() { refused = c.rules(change.Approve) })
	c.at("03-03 10:01", func() { accepted = c.rules(change.Approve, func(m *change.Ruling) { m.AcceptLate = true }) })
	c.Run()
	require.Equal(t, casework.FieldError{Field: "content.late", Code: "late_reason"}, silent.Refusal.Fields[0])
	require.Equal(t, "late_not_accepted", refused.Refusal.Code)
	require.Equal(t, change.Scheduled, accepted.Receipt.Stage)
}

// Sentence 4 (B-36).
func TestAPlanIsHeldAgainstAllOthersFromItsFirstDraft(t *testing.T) {
	t.Parallel()
	c := lived(t, options{content: edited(func(x *change.Content) { x.Items = nil })})
	c.meets(collides("CHG-2026-000007"))
	var none, found change.State
	c.at("03-02 10:10", func() { none = c.own() })
	c.at("03-02 10:11", func() { c.saves(whole()) })
	c.at("03-02 10:12", func() { found = c.own() })
	c.at("03-02 10:13", func() { c.saves(edited(func(x *change.Content) { x.Impact = "Anders" })) })
	c.at("03-02 10:14", func() { c.saves(edited(func(x *change.Content) { x.Team = "" })) })
	c.Run()
	require.Nil(t, none.Planned, "a plan needs items and a window")
	require.Equal(t, "CHG-2026-000007", found.Collisions[collides("CHG-2026-000007").Key()].Other)
	require.NotNil(t, found.Checked)
	require.Len(t, c.looks, 2, "what changes nothing of the plan is no reason to look")
	require.True(t, c.looks[0].Tell)
	require.Empty(t, c.looks[0].Was)
	require.Equal(t, []string{"CHG-2026-000007"}, c.looks[1].Before)
	require.Equal(t, "alfa-netwerk", c.looks[1].Was[0].Team, "who the former plan touched looks again too")
}

// Sentence 4: when another plan changes it looks again, once however many ask.
func TestItLooksAgainWhenAnotherPlanChanges(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	var first, again *casetest.Answer
	c.at("03-02 10:10", func() {
		c.meets(collides("CHG-2026-000009"))
		first = casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "CHG-2026-000009"})
	})
	var s change.State
	c.at("03-02 10:11", func() { s = c.own() })
	c.at("03-02 10:12", func() { c.withdraws() })
	c.at("03-02 10:13", func() {
		again = casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "CHG-2026-000009"})
	})
	c.Run()
	require.NoError(t, first.Err)
	require.Len(t, s.Collisions, 1)
	require.False(t, c.looks[1].Tell, "its own plan did not change")
	require.Equal(t, casework.CodeClosed, again.Refusal.Code)
	last := c.looks[len(c.looks)-1]
	require.True(t, last.Tell, "the end of a plan is told")
	require.Len(t, last.Was, 1)
	require.Equal(t, []string{"2026-03-10 22:00 – 2026-03-11 02:00", "none"}, c.plans())
}

// Sentence 5 (B-33).
func TestTheServiceIntegratorChecksProcessAndPlanning(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	var stale, silent, boardless *casetest.Answer
	var task record.Task
	var back, on state
	c.at("03-02 11:00", func() { c.submits(fit()) })
	c.at("03-02 11:01", func() { task = c.ask(t, "assess_change", "") })
	c.at("03-03 09:00", func() {
		stale = casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: "another", Conform: true, Fit: boarded(panel())})
	})
	c.at("03-03 09:01", func() {
		silent = casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash})
	})
	c.at("03-03 09:02", func() {
		boardless = casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash, Conform: true, Fit: fit()})
	})
	c.at("03-03 09:03", func() {
		casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash, Lacks: "De terugdraai is niet getest"})
	})
	c.at("03-03 09:04", func() { back = c.State() })
	c.at("03-03 11:00", func() { c.submits(fit()) })
	c.at("03-04 09:00", func() { c.conforms() })
	c.at("03-04 09:01", func() { on = c.State() })
	c.Run()
	require.Equal(t, record.Recipient{Org: "si", Role: "change_manager"}, task.Assignee)
	require.Equal(t, "2026-03-05 00:00", face(*task.Due), "2 working days")
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, casework.FieldError{Field: "lacks", Code: "required"}, silent.Refusal.Fields[0])
	require.Equal(t, "no_board", boardless.Refusal.Code)
	require.Equal(t, change.Drafting, back.Stage)
	require.Equal(t, "De terugdraai is niet getest", back.Own.Lacks)
	require.Len(t, back.Tasks, 1, "the provider is asked to mend it")
	require.Equal(t, change.Approving, on.Stage)
	require.Empty(t, on.Own.Lacks)
	require.Equal(t, sla.Met, c.Clock("assessment").Result.State)
	require.Equal(t, []string{"alfa", "beta"}, on.Parties.Providers, "who has a seat sees the case")
}

// Sentence 5: the Service Integrator can say that it is a change of another kind.
func TestAChangeBecomesOneOfAnotherKind(t *testing.T) {
	t.Parallel()
	c := lived(t, options{kind: change.Emergency, content: edited(func(x *change.Content) { x.Threat = "Lek in de router" })})
	classify := func(who record.Actor, kind string, f *change.Fit) *casetest.Answer {
		return casetest.Send(c.Case, who, change.Reclassify, "", change.Classification{Kind: kind, Reason: "zo is het", Fit: f})
	}
	var provider, same, boardless *casetest.Answer
	var normal, emergency state
	c.at("03-02 11:00", func() { c.submits(boarded(ecab())) })
	c.at("03-02 11:01", func() { provider = classify(writer, change.Normal, fit()) })
	c.at("03-02 11:02", func() { same = classify(chair, change.Emergency, fit()) })
	c.at("03-02 11:03", func() { classify(chair, change.Normal, fit()) })
	c.at("03-02 11:04", func() { normal = c.State() })
	c.at("03-02 11:05", func() { boardless = classify(chair, change.Emergency, fit()) })
	c.at("03-02 11:06", func() { classify(chair, change.Emergency, boarded(ecab())) })
	c.at("03-02 11:07", func() { emergency = c.State() })
	c.Run()
	require.Equal(t, casework.CodeForbidden, provider.Refusal.Code)
	require.Equal(t, "same_kind", same.Refusal.Fields[0].Code)
	require.Equal(t, change.Assessing, normal.Stage)
	require.Nil(t, normal.Own.Ballot)
	require.Len(t, normal.Tasks, 1)
	require.Equal(t, "no_board", boardless.Refusal.Code)
	require.Equal(t, []any{change.Approving, "B2"}, []any{emergency.Stage, emergency.Own.Ballot.ID})
	require.Equal(t, sla.Cancelled, c.Clock("assessment").Result.State)
}

// Sentence 8 (B-35).
func TestAStandardChangeNeedsNoBoard(t *testing.T) {
	t.Parallel()
	content := edited(func(x *change.Content) { x.Template, x.TemplateVersion = "STD-2026-000001", 2 })
	c := lived(t, options{kind: change.Standard, content: content})
	beyond := fit()
	beyond.Differs = []string{"items", "steps"}
	var refused, done *casetest.Answer
	c.at("03-02 11:00", func() { refused = c.submits(beyond) })
	c.at("03-02 11:01", func() { done = c.submits(fit()) })
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:30", func() { c.completes(change.Partial) })
	c.at("03-11 09:00", func() { c.reviews(change.Verdict{}) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"beyond_template", "items, steps"}, []string{refused.Refusal.Code, refused.Refusal.Args["parts"]})
	require.Equal(t, change.Scheduled, done.Receipt.Stage)
	require.Contains(t, c.Ledger.Events()[0].Effects.Case.Links, record.Link{Kind: change.LinkFollows, Ref: "STD-2026-000001"})
	require.Equal(t, []string{"STD-2026-000001 used " + `{"change":"CHG-2026-000001","result":"partial"}`}, c.tellings("STD"))
}

// Sentence 8 the other way round (B-35).
func TestAStandardChangeWhoseTemplateIsLostIsANormalOne(t *testing.T) {
	t.Parallel()
	content := edited(func(x *change.Content) { x.Template, x.TemplateVersion = "STD-2026-000001", 2 })
	c := lived(t, options{kind: change.Standard, content: content})
	lose := func() *casetest.Answer {
		return casetest.Send(c.Case, record.System, change.TemplateLost, "", change.Lost{Template: "STD-2026-000001", Reason: "kritiek incident"})
	}
	var lost, again *casetest.Answer
	var s state
	c.at("03-02 11:01", func() { c.submits(fit()) })
	c.at("03-02 12:00", func() { lost = lose() })
	c.at("03-02 12:01", func() { s = c.State(); again = lose() })
	c.Run()
	require.NoError(t, lost.Err)
	require.Equal(t, []any{change.Assessing, change.Normal}, []any{s.Stage, s.Own.Kind})
	require.Len(t, s.Tasks, 1, "the Service Integrator checks it")
	require.Equal(t, casework.CodeNotNow, again.Refusal.Code)
	require.Equal(t, []record.Recipient{{Org: "alfa", Role: "agent"}, {Org: "alfa", Role: "manager"}}, c.told("change_template_lost"))
	require.Equal(t, "2026-03-10 22:00 – 2026-03-11 02:00", c.plans()[2], "and its plan is not firm any more")
}

// tellings are what was sent to cases of a kind, with the body.
func (c *story) tellings(prefix string) []string {
	var all []string
	for _, m := range c.Tellings {
		var sent casework.Message[json.RawMessage]
		if json.Unmarshal(m.Message, &sent) == nil && m.Ref[:len(prefix)] == prefix {
			all = append(all, m.Ref+" "+m.Command+" "+string(sent.Body))
		}
	}
	return all
}
