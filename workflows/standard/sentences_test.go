package standard_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

type state = casework.State[standard.State]

// Sentence 1.
func TestAProviderWritesACandidateDown(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var s state
	at(c, "03-02 10:01", func() { s = c.State() })
	c.Run()
	require.Equal(t, "standard.drafted", c.Kinds()[0])
	require.Equal(t, standard.Drafting, s.Stage)
	require.Equal(t, template("een"), s.Own.Draft.Text)
	require.Equal(t, writer, s.Own.Draft.By)
	require.Equal(t, []string{"alfa"}, s.Parties.Providers)
	require.Empty(t, s.Tasks, "nobody is asked before it is submitted")
}

// Sentence 2 (B-35).
func TestTheServiceIntegratorDecidesOnExactlyWhatWasSubmitted(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var stale *casetest.Answer
	var task record.Task
	var s state
	at(c, "03-03 09:00", func() { stale = casetest.Send(c, writer, standard.Submit, "", standard.Submission{Content: "other"}) })
	at(c, "03-03 09:01", func() { submits(c) })
	at(c, "03-03 09:02", func() { task, s = asked(t, c, "approve_standard"), c.State() })
	c.Run()
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, standard.Approving, s.Stage)
	require.Equal(t, record.Recipient{Org: "si", Role: "change_manager"}, task.Assignee)
	require.Equal(t, []string{"approve", "reject"}, task.Options)
	require.Equal(t, s.Own.Draft.Content, task.Content)
	require.Equal(t, "2026-03-11 00:00", face(*task.Due), "5 working days")
	require.Equal(t, map[string]int{"success": 7, "rolled_back": 1}, s.Own.Draft.Record, "what became of normal changes of the kind")
	require.Zero(t, s.Own.Current)
}

// Sentence 2: a decision that does not come is escalated.
func TestADecisionThatDoesNotComeIsEscalated(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-12 09:00", func() { require.Equal(t, standard.Approving, c.State().Stage) })
	c.Run()
	require.Equal(t, []record.Recipient{{Org: "si", Role: "slm"}}, told(c, "escalation"))
	require.Len(t, told(c, "task_reminder"), 2)
}

// Sentence 3 (B-35).
func TestWhatIsApprovedIsInForceAndKeepsWhoAndWhen(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var s state
	at(c, "03-03 10:01", func() { s = c.State() })
	c.Run()
	require.Equal(t, standard.InForce, s.Stage)
	require.Nil(t, s.Own.Draft)
	v, ok := s.Own.InForce()
	require.True(t, ok)
	require.Equal(t, "2026-03-03 10:00", face(v.At))
	require.Equal(t, []any{1, template("een"), writer, chair}, []any{v.Number, v.Text, v.Written, v.Approved})
	require.Nil(t, v.Ended)
	require.Equal(t, sla.Met, c.Clock("decision/1").Result.State)
	require.Equal(t, []record.Recipient{{Person: writer.Person}}, told(c, "standard_approved"))
}

// Sentence 3.
func TestWhatIsRejectedGoesBackWithTheReason(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var silent *casetest.Answer
	var s state
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 10:00", func() { silent = decides(c, asked(t, c, "approve_standard"), standard.Reject, "") })
	at(c, "03-03 10:01", func() { decides(c, asked(t, c, "approve_standard"), standard.Reject, "te weinig ervaring") })
	at(c, "03-03 10:02", func() { s = c.State() })
	c.Run()
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.Equal(t, standard.Drafting, s.Stage)
	require.Equal(t, "te weinig ervaring", s.Own.Draft.Rejected)
	task, ok := s.OpenTask("revise_standard", "")
	require.True(t, ok)
	require.Equal(t, record.Recipient{Person: writer.Person}, task.Assignee)
}

// Sentence 4.
func TestTheOldVersionStaysInForceUntilTheNewOneIsApproved(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var same, other *casetest.Answer
	var before, after state
	at(c, "03-04 09:00", func() { same = revises(c, "een") })
	at(c, "03-04 09:01", func() { other = casetest.Send(c, writer, standard.Revise, "", standard.Revision{Text: frame()}) })
	at(c, "03-04 09:02", func() { revises(c, "twee") })
	at(c, "03-04 09:03", func() { submits(c) })
	at(c, "03-04 09:04", func() { before = c.State(); decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
	at(c, "03-04 09:05", func() { after = c.State() })
	c.Run()
	require.Equal(t, casework.FieldError{Field: "text", Code: "same_texts"}, same.Refusal.Fields[0])
	require.Equal(t, "text.kind", other.Refusal.Fields[0].Field, "a template does not become a frame")
	require.Equal(t, 1, before.Own.Current)
	require.Equal(t, 2, after.Own.Current)
	one, _ := after.Own.Edition(1)
	require.Equal(t, "2026-03-04 09:04", casetest.FaceOf(one.Ended))
	two, _ := after.Own.Edition(2)
	require.Equal(t, template("twee"), two.Text)
	require.Equal(t, sla.Cancelled, c.Clock("rhythm/1").Result.State, "the rhythm begins anew")
}

// Sentence 4.
func TestADraftThatIsRevisedWhileItIsDecidedOnIsAskedAnew(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var seen, anew record.Task
	var revised, stale, fresh *casetest.Answer
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 10:00", func() { seen = asked(t, c, "approve_standard"); revised = revises(c, "twee") })
	at(c, "03-03 10:01", func() {
		anew = asked(t, c, "approve_standard")
		stale = decides(c, seen, standard.Approve, "")
	})
	at(c, "03-03 10:02", func() { fresh = decides(c, anew, standard.Approve, "") })
	c.Run()
	require.Equal(t, []string{"standard_asked_again"}, revised.Receipt.Notes)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.NoError(t, fresh.Err)
	require.Equal(t, sla.Cancelled, c.Clock("decision/1").Result.State)
}

// Sentence 5 (B-35).
func TestItIsReviewedAtARhythmAndStays(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	at(c, "03-10 09:00", func() { uses(c, "CHG-2026-000001", change.Success) })
	at(c, "03-11 09:00", func() { uses(c, "CHG-2026-000002", change.RolledBack) })
	at(c, "03-12 09:00", func() { uses(c, "CHG-2026-000003", change.Success) })
	var nonsense *casetest.Answer
	at(c, "03-12 09:01", func() { nonsense = uses(c, "CHG-2026-000004", "good") })
	var early, late state
	var task record.Task
	at(c, "09-03 12:00", func() { early = c.State() })
	at(c, "09-04 09:00", func() { task = asked(t, c, "review_standard"); decides(c, task, standard.Keep, "het gaat goed") })
	at(c, "09-04 09:01", func() { late = c.State() })
	c.Run()
	require.Equal(t, "choose_option", nonsense.Refusal.Fields[0].Code)
	require.Empty(t, early.Tasks, "half a year is not over")
	require.Equal(t, []string{standard.Keep, standard.ToBack}, task.Options)
	require.Equal(t, "2026-09-19 00:00", casetest.FaceOf(task.Due), "10 working days")
	require.Equal(t, standard.InForce, late.Stage)
	r := late.Own.Reviews["1"]
	require.Equal(t, []any{1, chair, standard.Keep, "het gaat goed", 1}, []any{r.Number, r.By, r.Option, r.Reason, r.Version})
	require.Equal(t, map[string]int{"success": 2, "rolled_back": 1}, r.Uses)
	require.Equal(t, "2027-03-05 00:00", casetest.FaceOf(c.Clock("rhythm/2").Result.Due), "and again in half a year")
}

// Sentence 5: a review can find that it does harm.
func TestAReviewCanSetItBack(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var silent *casetest.Answer
	var s state
	at(c, "09-04 09:00", func() { silent = decides(c, asked(t, c, "review_standard"), standard.ToBack, " ") })
	at(c, "09-04 09:01", func() { decides(c, asked(t, c, "review_standard"), standard.ToBack, "vier keer misgelopen") })
	at(c, "09-04 09:02", func() { s = c.State() })
	c.Run()
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.Equal(t, standard.SetToBack, s.Stage)
	require.Equal(t, standard.ToBack, s.Own.Reviews["1"].Option)
	require.Equal(t, "vier keer misgelopen", s.Own.Back.Reason)
}

// Sentence 6 (B-35).
func TestOneThatDidHarmIsSetBackAtOnceAndItsChangesLearnIt(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0, "CHG-2026-000008", "CHG-2026-000007")
	c.Refuse = func(m record.Telling) string {
		if m.Ref == "CHG-2026-000008" {
			return "not_now" // it has begun
		}
		return ""
	}
	inForce(t, c)
	var s, again state
	at(c, "03-05 09:00", func() { harms(c, "CHG-2026-000005") })
	at(c, "03-05 09:01", func() { s = c.State() })
	at(c, "03-06 09:00", func() { harms(c, "CHG-2026-000006") })
	at(c, "03-06 09:01", func() { again = c.State() })
	c.Run()
	require.Equal(t, standard.SetToBack, s.Stage)
	require.Zero(t, s.Own.Current)
	require.Equal(t, standard.Harm{Change: "CHG-2026-000005", Incident: "INC-2026-000009", Reason: "kritiek incident"}, s.Own.Back.Harm)
	require.Equal(t, record.System, s.Own.Back.By)
	one, _ := s.Own.Edition(1)
	require.Equal(t, s.Own.Back, one.Back, "the version keeps why it was in force no more")
	require.Equal(t, sla.Cancelled, c.Clock("rhythm/1").Result.State)
	var refs []string
	for _, m := range c.Tellings {
		require.Equal(t, change.TemplateLost.Name, m.Command)
		var sent casework.Message[change.Lost]
		require.NoError(t, json.Unmarshal(m.Message, &sent))
		require.Equal(t, change.Lost{Template: ref, Reason: "kritiek incident"}, sent.Body)
		refs = append(refs, m.Ref)
	}
	require.ElementsMatch(t, []string{"CHG-2026-000007", "CHG-2026-000008"}, refs)
	require.Equal(t, []record.Recipient{{Org: "alfa", Role: "agent"}, {Org: "alfa", Role: "manager"}, {Org: "si", Role: "change_manager"}}, told(c, "standard_set_back"))
	require.Equal(t, s.Own.Back, again.Own.Back, "what happened first stays why")
	c.Event("standard.harmed_again")
}

// Sentence 6: it comes into force again by a new approval only.
func TestItComesIntoForceAgainByANewApprovalOnly(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var seen record.Task
	var revised, outdated *casetest.Answer
	var back, after state
	at(c, "03-04 09:00", func() { revises(c, "twee") })
	at(c, "03-04 09:01", func() { submits(c) })
	at(c, "03-05 09:00", func() { seen = asked(t, c, "approve_standard"); harms(c, "CHG-2026-000005") })
	at(c, "03-05 09:01", func() { back = c.State(); outdated = decides(c, seen, standard.Approve, "") })
	at(c, "03-05 09:02", func() { withdraws(c) })
	at(c, "03-05 09:03", func() { revised = revises(c, "een") })
	at(c, "03-05 09:04", func() { submits(c) })
	at(c, "03-05 09:05", func() { decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
	at(c, "03-05 09:06", func() { after = c.State() })
	c.Run()
	require.Equal(t, standard.SetToBack, back.Stage)
	require.NotNil(t, back.Own.Draft, "the draft is kept")
	require.Empty(t, back.Tasks, "and nobody decides on it without the harm in sight")
	require.Equal(t, casework.CodeStale, outdated.Refusal.Code)
	require.NoError(t, revised.Err, "nothing is in force that it could be the same as")
	require.Equal(t, []any{standard.InForce, 2}, []any{after.Stage, after.Own.Current})
	require.Nil(t, after.Own.Back)
	require.Equal(t, 1, after.Own.Backs)
}

// Sentence 6: a person of the Service Integrator can say it too.
func TestThereMustBeSomethingToSetBack(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var early, done, again *casetest.Answer
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 09:01", func() { early = setsBack(c) })
	at(c, "03-03 10:00", func() { decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
	at(c, "03-04 09:00", func() { done = setsBack(c) })
	at(c, "03-04 09:01", func() { again = setsBack(c) })
	c.Run()
	require.Equal(t, "not_in_force", early.Refusal.Code)
	require.Equal(t, standard.SetToBack, done.Receipt.Stage)
	require.Equal(t, casework.CodeNotNow, again.Refusal.Code)
}

// Sentence 7.
func TestADraftIsWithdrawnAndOneNeverInForceEnds(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	var last *casetest.Answer
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 09:01", func() { last = withdraws(c) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, standard.Withdrawn, last.Receipt.Stage)

	c = drafted(t, nil, 0)
	inForce(t, c)
	var none, done *casetest.Answer
	at(c, "03-04 09:00", func() { none = withdraws(c) })
	at(c, "03-04 09:01", func() { revises(c, "twee") })
	at(c, "03-04 09:02", func() { done = withdraws(c) })
	c.Run()
	require.Equal(t, "no_draft", none.Refusal.Code)
	require.Equal(t, standard.InForce, done.Receipt.Stage)
}

// Sentence 7.
func TestARetiredOneEndsWithItsReason(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	var done *casetest.Answer
	at(c, "03-04 09:00", func() { done = retires(c) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, standard.Retired, done.Receipt.Stage)
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.JSONEq(t, `{"reason":"de dienst stopt"}`, string(last.Body))
	require.Equal(t, sla.Cancelled, c.Clock("rhythm/1").Result.State)
}
