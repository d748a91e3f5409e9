package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/template"
)

// Sentence 1 (B-30).
func TestATemplateIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var own template.State
	at(c, "02 10:01", func() { own = c.State().Own })
	c.Run()
	require.Equal(t, "template.drafted", c.Kinds()[0])
	require.Equal(t, texts("een"), own.Draft.Texts)
	require.Equal(t, writer, own.Draft.By)
	require.True(t, own.Draft.At.Equal(begin))
	require.Zero(t, own.Current)
	require.Empty(t, c.Ledger.Events()[0].Effects.Tasks, "nobody is asked before it is submitted")
}

// Sentence 2 (B-30).
func TestTheBoardDecidesOnExactlyWhatWasSubmitted(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var stale *casetest.Answer
	var task record.Task
	var state casework.State[template.State]
	at(c, "03 09:00", func() { stale = casetest.Send(c, writer, template.Submit, "", template.Submission{Content: "other"}) })
	at(c, "03 09:01", func() { submits(c) })
	at(c, "03 09:02", func() { task, state = asked(t, c), c.State() })
	c.Run()
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, template.Approving, state.Stage)
	require.Equal(t, record.Recipient{Org: "board", Role: "member"}, task.Assignee)
	require.Equal(t, []string{"approve", "reject"}, task.Options)
	require.Equal(t, state.Own.Draft.Content, task.Content)
	require.Equal(t, "2026-03-11 00:00", face(*task.Due), "5 working days")
	require.Zero(t, state.Own.Current, "not in force before the Board approved it")
}

// Sentence 2: the writer hears of a decision that does not come; there is no Client to tell.
func TestADecisionThatDoesNotComeIsEscalated(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	at(c, "03 09:00", func() { submits(c) })
	at(c, "12 09:00", func() { require.Equal(t, template.Approving, c.State().Stage) })
	c.Run()
	var due record.Event
	for _, e := range c.Ledger.Events() {
		if e.Kind == casework.KindDue {
			due = e
		}
	}
	var told []record.Recipient
	for _, m := range due.Effects.Mails {
		told = append(told, m.To)
	}
	require.Equal(t, []record.Recipient{{Org: "board", Role: "member"}, {Person: writer.Person}}, told)
}

// Sentence 3 (B-30).
func TestWhatTheBoardApprovesIsInForceAndKeepsWhoAndWhen(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var state casework.State[template.State]
	at(c, "03 10:01", func() { state = c.State() })
	c.Run()
	require.Equal(t, template.InForce, state.Stage)
	require.Nil(t, state.Own.Draft)
	v, ok := state.Own.Edition(state.Own.Current)
	require.True(t, ok)
	require.Equal(t, "2026-03-03 10:00", face(v.At))
	v.At = begin
	require.Equal(t, template.Edition{Number: 1, Texts: texts("een"), Content: v.Content, Written: writer, Approved: board, At: begin}, v)
	require.Equal(t, sla.Met, c.Clock("approval/1").Result.State)
}

// Sentence 4.
func TestWhatTheBoardRejectsGoesBackToItsWriter(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var silent *casetest.Answer
	var state casework.State[template.State]
	at(c, "03 09:00", func() { submits(c) })
	at(c, "03 10:00", func() { silent = decides(c, asked(t, c), "reject", "") })
	at(c, "03 10:01", func() { decides(c, asked(t, c), "reject", "te technisch") })
	at(c, "03 10:02", func() { state = c.State() })
	c.Run()
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.Equal(t, template.Drafting, state.Stage)
	require.Equal(t, "te technisch", state.Own.Draft.Rejected)
	task, ok := state.OpenTask("revise_template", "")
	require.True(t, ok)
	require.Equal(t, record.Recipient{Person: writer.Person}, task.Assignee)
	require.Equal(t, template.Revise.Name, task.Command)
}

// Sentence 5.
func TestTheOldVersionStaysInForceUntilTheNewOneIsApproved(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var same *casetest.Answer
	var revised, before, after casework.State[template.State]
	at(c, "04 09:00", func() { same = revises(c, "een") })
	at(c, "04 09:01", func() { revises(c, "twee") })
	at(c, "04 09:02", func() { revised = c.State(); submits(c) })
	at(c, "04 09:03", func() { before = c.State() })
	at(c, "05 09:00", func() { decides(c, asked(t, c), "approve", "") })
	at(c, "05 09:01", func() { after = c.State() })
	c.Run()
	require.Equal(t, casework.FieldError{Field: "texts", Code: "same_texts"}, same.Refusal.Fields[0])
	require.Equal(t, template.InForce, revised.Stage)
	require.Equal(t, template.Approving, before.Stage)
	require.Equal(t, 1, before.Own.Current)
	require.Equal(t, template.InForce, after.Stage)
	require.Equal(t, 2, after.Own.Current)
	one, _ := after.Own.Edition(1)
	two, _ := after.Own.Edition(2)
	require.Equal(t, texts("een"), one.Texts)
	require.Equal(t, texts("twee"), two.Texts)
}

// Sentences 4 and 5: a rejected revision leaves the old version in force.
func TestARejectedRevisionLeavesTheOldVersionInForce(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	at(c, "04 09:00", func() { revises(c, "twee") })
	at(c, "04 09:01", func() { submits(c) })
	at(c, "04 09:02", func() { decides(c, asked(t, c), "reject", "onduidelijk") })
	at(c, "04 09:03", func() {
		require.Equal(t, template.InForce, c.State().Stage)
		require.Equal(t, 1, c.State().Own.Current)
		require.NotNil(t, c.State().Own.Draft)
	})
	c.Run()
}

// Sentence 6.
func TestADraftThatIsRevisedIsPutBeforeTheBoardAnew(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var seen, anew record.Task
	var revised, stale, fresh *casetest.Answer
	at(c, "03 09:00", func() { submits(c) })
	at(c, "03 10:00", func() { seen = asked(t, c); revised = revises(c, "twee") })
	at(c, "03 10:01", func() { anew = asked(t, c); stale = decides(c, seen, "approve", "") })
	at(c, "03 10:02", func() { fresh = decides(c, anew, "approve", "") })
	at(c, "03 10:03", func() {
		v, _ := c.State().Own.Edition(1)
		require.Equal(t, texts("twee"), v.Texts)
	})
	c.Run()
	require.Equal(t, []string{"board_asked_again"}, revised.Receipt.Notes)
	require.NotEqual(t, seen.Content, anew.Content)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.NoError(t, fresh.Err)
	require.Equal(t, sla.Cancelled, c.Clock("approval/1").Result.State)
	require.Equal(t, sla.Met, c.Clock("approval/2").Result.State)
}

// Sentence 7.
func TestAWithdrawnDraftEndsATemplateThatNeverWasInForce(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var last *casetest.Answer
	at(c, "03 09:00", func() { submits(c) })
	at(c, "03 09:01", func() { last = withdraws(c) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, template.Withdrawn, last.Receipt.Stage)
	require.Equal(t, sla.Cancelled, c.Clock("approval/1").Result.State)
}

// Sentence 7.
func TestAWithdrawnRevisionLeavesTheTemplateInForce(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var none, done *casetest.Answer
	at(c, "04 09:00", func() { none = withdraws(c) })
	at(c, "04 09:01", func() { revises(c, "twee") })
	at(c, "04 09:02", func() { done = withdraws(c) })
	at(c, "04 09:03", func() { require.Nil(t, c.State().Own.Draft); require.Equal(t, 1, c.State().Own.Current) })
	c.Run()
	require.Equal(t, "no_draft", none.Refusal.Code)
	require.Equal(t, template.InForce, done.Receipt.Stage)
}

// Sentence 8.
func TestARetiredTemplateEndsWithItsReason(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var silent, done *casetest.Answer
	at(c, "04 09:00", func() { silent = retires(c, " ") })
	at(c, "04 09:01", func() { done = retires(c, "vervangen door een ander") })
	c.Run()
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.Equal(t, template.Retired, done.Receipt.Stage)
	require.NoError(t, c.Err)
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.Equal(t, template.Retired, last.Effects.Case.Outcome)
	require.JSONEq(t, `{"reason":"vervangen door een ander"}`, string(last.Body))
}
