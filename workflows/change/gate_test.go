package change_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

const frameRef = "STD-2026-000007"

// deployment is what the pipeline of Alfa asks for.
func deployment() change.Deployment {
	return change.Deployment{Service: "loket", Environment: "productie", Commit: "4f1c2a9b0d3e", Pipeline: "https://ci.alfa.example/117", Minutes: 20,
		Evidence: []change.Evidence{{Kind: "unit", Passed: true, Total: 200}}}
}

// framed is what the frame and the wall clock say of it.
func framed(edit ...func(*record.GateFacts)) record.GateFacts {
	f := record.GateFacts{Covered: true, Hour: 10, WorkingDay: true, CalendarVersion: 1, Frame: &record.Frame{Ref: frameRef, Version: 3, Minutes: 30,
		Environments: []string{"productie"}, Evidence: []string{"unit"}, Decide: "collision"}}
	for _, e := range edit {
		e(&f)
	}
	return f
}

func deciding(when string) func(*record.GateFacts) {
	return func(f *record.GateFacts) { f.Frame.Decide = when }
}

// gated is a change that a pipeline asked for on Monday 2 March at 10 o'clock.
type gated struct {
	*casetest.Case[change.State]
	mu    sync.Mutex
	found []record.Collision
	looks int
	asked []record.GateAsked
	facts record.GateFacts
	// later, when set, is what the second look finds.
	later []record.Collision
}

func knocked(t testing.TB, server *casetest.Server, every int, facts record.GateFacts, found ...record.Collision) *gated {
	t.Helper()
	c := &gated{found: found, facts: facts}
	c.Case = casetest.New(t, casetest.Options[change.State]{Workflow: change.Workflow, Name: change.Name, At: begin,
		Start: casework.Start[change.State]{Actor: writer, State: casework.State[change.State]{Ref: ref, Process: change.Name, Version: change.Version,
			Title: "Uitrol", Parties: record.Parties{Providers: []string{"alfa"}}, Own: change.ThroughGate("alfa", writer.Person, frameRef, "Digitaal loket", deployment()),
			Definitions: casetest.Policy(t).Definitions.For(change.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands:   map[string]func(record.ErrandCall) (any, error){record.CollisionsActivity: c.look, record.GateActivity: c.ask},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: every, Server: server})
	return c
}

func (c *gated) look(record.ErrandCall) (any, error) {
	// The plans are read after everything that the case has recorded.
	seq := int64(len(c.Ledger.Events()))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.looks++; c.looks > 1 && c.later != nil {
		c.found = c.later
	}
	return record.CollisionsFound{Seq: seq, Found: c.found}, nil
}

func (c *gated) ask(call record.ErrandCall) (any, error) {
	var asked record.GateAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, asked)
	return c.facts, nil
}

func (c *gated) meets(found ...record.Collision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = found
}

func (c *gated) at(when string, do func()) { c.At(casetest.When("2026-03-"+when), do) }

func (c *gated) reports(m change.Outcome) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.ReportOutcome, "", m)
}

// question is the open task of the Service Integrator; without an ID when there is none.
func (c *gated) question() record.Task {
	state := c.State()
	task, _ := state.OpenTask("decide_deployment", "")
	return task
}

func (c *gated) decides(t testing.TB, option, reason string) *casetest.Answer {
	t.Helper()
	task := c.question()
	require.NotEmpty(t, task.ID, "somebody is asked")
	return casetest.Send(c.Case, chair, casework.Decide, "", casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
}

func (c *gated) rechecks() *casetest.Answer {
	return casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "FRZ-2026-000001"})
}

// lasting is a collision with something approved that goes on for days.
func lasting(kind string) record.Collision {
	return record.Collision{Other: "CHG-2026-000099", Kind: kind, Item: "loket", OtherItem: "loket", Provider: "beta", Firm: true,
		From: begin.UTC(), To: begin.Add(48 * time.Hour).UTC()}
}

func codes(g *change.Gate) []string {
	var all []string
	for _, r := range g.Reasons {
		all = append(all, r.Code)
	}
	return all
}

// Sentence 10: within the frame it is allowed, stands in the calendar, and what
// became of it ends it.
func TestADeploymentWithinItsFrameIsAllowedAndReported(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed())
	var during casework.State[change.State]
	var done *casetest.Answer
	c.at("02 10:05", func() { during = c.State() })
	c.at("02 10:10", func() { done = c.reports(change.Outcome{Result: change.Success, Link: "https://ci.alfa.example/117"}) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, change.Implementing, during.Stage)
	g := during.Own.Gate
	require.Equal(t, []any{change.GateAllowed, 3, frameRef}, []any{g.Answer, g.FrameVersion, g.Frame})
	require.Equal(t, []record.GateAsked{{Frame: frameRef, Service: "loket", At: begin.UTC()}}, c.asked)
	require.Equal(t, "Uitrol van Digitaal loket (4f1c2a9b0d3e) naar productie", during.Title)
	require.Equal(t, 20*time.Minute, during.Own.Content.To.Sub(during.Own.Content.From))
	require.Equal(t, change.Done, done.Receipt.Stage)
	require.Equal(t, sla.Met, c.Clock("window").Result.State)
	require.Len(t, c.Tellings, 1, "the frame learns what became of it")
	require.Equal(t, []string{frameRef, "used"}, []string{c.Tellings[0].Ref, c.Tellings[0].Command})
	var plans []bool
	for _, e := range c.Ledger.Events() {
		if e.Effects.Case != nil && e.Effects.Case.Plan != nil && e.Effects.Case.Plan.Planned() {
			require.Equal(t, change.Automated, e.Effects.Case.Plan.Sort)
			plans = append(plans, e.Effects.Case.Plan.Firm)
		}
	}
	require.NotEmpty(t, plans)
	require.False(t, plans[0], "asked for")
	require.True(t, plans[len(plans)-1], "and firm once it is allowed")
}

// Sentence 10: every reason is named, and nothing stays in the calendar.
func TestADeploymentOutsideItsFrameIsRefusedWithTheReasons(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(func(f *record.GateFacts) { f.Frame.Evidence = []string{"unit", "security-scan"}; f.Frame.Minutes = 10 }))
	var late *casetest.Answer
	c.at("02 10:05", func() { late = c.reports(change.Outcome{Result: change.Success}) })
	c.Run()
	require.NoError(t, c.Err)
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.Equal(t, change.Refused, last.Effects.Case.Outcome)
	require.Equal(t, "change.gate_refused", last.Kind)
	require.False(t, last.Effects.Case.Plan.Planned())
	require.Equal(t, casework.CodeClosed, late.Refusal.Code)
	var own change.State
	require.NoError(t, json.Unmarshal(c.Ledger.Batches()[len(c.Ledger.Batches())-1].View, &own))
	require.Equal(t, []string{change.ReasonMissing, change.ReasonTooLong}, codes(own.Gate))
	require.Empty(t, c.Tellings, "the frame counts no use")
}

// Sentence 10: in a freeze nobody is asked.
func TestAFreezeRefusesADeployment(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(deciding("always")), lasting(record.CollidesFreeze))
	c.at("02 10:05", func() {})
	c.Run()
	c.Event("change.gate_refused")
	require.NotContains(t, c.Kinds(), "change.gate_waits")
}

// Sentence 10: it waits for the decision, which lets it begin then.
func TestADeploymentThatCollidesWaitsForADecision(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(), lasting(record.CollidesSameItem))
	var waiting, passed casework.State[change.State]
	c.at("02 10:05", func() { waiting = c.State() })
	c.at("02 11:00", func() { c.decides(t, "approve", "") })
	c.at("02 11:01", func() { passed = c.State() })
	c.Run()
	require.Equal(t, change.AtGate, waiting.Stage)
	require.Equal(t, []any{change.GateWait, []string{change.ReasonCollision}}, []any{waiting.Own.Gate.Answer, codes(waiting.Own.Gate)})
	task := waiting.Tasks[waiting.Own.Gate.Task]
	require.Equal(t, record.Recipient{Org: "si", Role: "change_manager"}, task.Assignee)
	require.Equal(t, "2026-03-02 12:00", casetest.FaceOf(task.Due), "2 working hours")
	require.Equal(t, []any{change.Implementing, change.GateAllowed}, []any{passed.Stage, passed.Own.Gate.Answer})
	require.Equal(t, "2026-03-02 11:00", face(passed.Own.Content.From), "its window begins with the answer")
	require.Equal(t, chair, passed.Own.Gate.Decided.By)
}

// Sentence 10: the Service Integrator can say no, with a reason.
func TestADecisionCanSendADeploymentAway(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(deciding("always")))
	var silent *casetest.Answer
	c.at("02 10:05", func() { silent = c.decides(t, "reject", "") })
	c.at("02 10:06", func() { c.decides(t, "reject", "eerst de nieuwe balanceerder") })
	c.Run()
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.JSONEq(t, `{"code":"rejected"}`, string(c.Event("change.gate_refused").Body))
}

// Sentence 10: a pipeline does not wait for ever.
func TestADeploymentOnWhichNobodyDecidesIsRefused(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(deciding("always")))
	c.at("02 13:00", func() {})
	c.Run()
	require.Equal(t, "2026-03-02 12:00", face(c.Event("change.gate_refused").At))
	require.JSONEq(t, `{"code":"undecided"}`, string(c.Event("change.gate_refused").Body))
}

// Sentence 10: while somebody is asked, others' plans go on: what it collided with
// goes away, or a freeze comes.
func TestADeploymentThatWaitsFollowsWhatOthersPlan(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(), lasting(record.CollidesSameItem))
	c.at("02 10:05", func() { c.meets(); c.rechecks() })
	c.at("02 10:06", func() {
		require.Equal(t, change.GateAllowed, c.State().Own.Gate.Answer)
		require.Len(t, c.State().Tasks, 1)
	})
	c.Run()
	require.Equal(t, sla.Cancelled, c.Clock("gate").Result.State)

	c = knocked(t, nil, 0, framed(), lasting(record.CollidesSameItem))
	c.at("02 10:05", func() { c.meets(lasting(record.CollidesFreeze)); c.rechecks() })
	c.at("02 10:06", func() {})
	c.Run()
	require.JSONEq(t, `{"code":"freeze"}`, string(c.Event("change.gate_refused").Body))

	c = knocked(t, nil, 0, framed(), lasting(record.CollidesSameItem))
	var before, after record.Task
	var stale *casetest.Answer
	c.at("02 10:05", func() { before = c.question(); c.meets(lasting(record.CollidesDependent)); c.rechecks() })
	c.at("02 10:06", func() {
		after = c.question()
		stale = casetest.Send(c.Case, chair, casework.Decide, "", casework.Decision{Task: before.ID, Option: "approve", Content: before.Content})
	})
	c.Run()
	require.NotEqual(t, before.Content, after.Content)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code, "who was asked about another collision is told so")
}

// Sentence 10: of two that ask at once, the plan of each is firm before it is allowed
// and the others are read once more, so that one sees the other.
func TestOfTwoDeploymentsAtOnceOneSeesTheOther(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed())
	c.later = []record.Collision{lasting(record.CollidesSameItem)}
	var waiting casework.State[change.State]
	c.at("02 10:05", func() { waiting = c.State() })
	c.Run()
	require.Equal(t, change.GateWait, waiting.Own.Gate.Answer)
	require.NotContains(t, c.Kinds(), "change.gate_allowed")
	var firm []bool
	for _, e := range c.Ledger.Events() {
		if e.Effects.Case != nil && e.Effects.Case.Plan != nil {
			firm = append(firm, e.Effects.Case.Plan.Firm)
		}
	}
	require.Equal(t, []bool{false, true, false}, firm, "reserved, and given back")
}

// Sentences 10 and 8: the frame is set back while somebody is asked.
func TestADeploymentWhoseFrameIsLostIsRefused(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed(deciding("always")))
	c.at("02 10:05", func() {
		casetest.Send(c.Case, record.System, change.TemplateLost, "", change.Lost{Template: frameRef, Reason: "te veel storingen"})
	})
	c.Run()
	require.JSONEq(t, `{"code":"frame_lost"}`, string(c.Event("change.gate_refused").Body))

	c = knocked(t, nil, 0, framed())
	var begun *casetest.Answer
	c.at("02 10:05", func() {
		begun = casetest.Send(c.Case, record.System, change.TemplateLost, "", change.Lost{Template: frameRef, Reason: "te veel storingen"})
	})
	c.Run()
	require.Equal(t, casework.CodeNotNow, begun.Refusal.Code, "one that has begun goes on")
}

// Sentences 10 and 12: a window that runs out without an outcome is escalated, and
// the outcome can still be reported.
func TestADeploymentThatIsNotReportedIsEscalated(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed())
	var late *casetest.Answer
	c.at("02 10:30", func() { require.True(t, c.State().Own.Overran) })
	c.at("02 10:31", func() { late = c.reports(change.Outcome{Result: change.RolledBack, Text: "Foutmeldingen"}) })
	c.Run()
	require.Equal(t, change.Reviewing, late.Receipt.Stage, "what did not succeed is reviewed")
	var told []record.Recipient
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Template == "escalation" {
				told = append(told, m.To)
			}
		}
	}
	require.Contains(t, told, record.Recipient{Org: "alfa", Role: "manager"})
	require.Contains(t, told, record.Recipient{Org: "si", Role: "change_manager"})
}

func TestAnOutcomeThatSaysTooLittleIsRefused(t *testing.T) {
	t.Parallel()
	c := knocked(t, nil, 0, framed())
	var nonsense, silent, foreign *casetest.Answer
	c.at("02 10:05", func() { nonsense = c.reports(change.Outcome{Result: "great"}) })
	c.at("02 10:06", func() { silent = c.reports(change.Outcome{Result: change.Partial}) })
	c.at("02 10:07", func() {
		foreign = casetest.Send(c.Case, other, change.ReportOutcome, "", change.Outcome{Result: change.Success})
	})
	c.Run()
	require.Equal(t, "result", nonsense.Refusal.Fields[0].Field)
	require.Equal(t, casework.FieldError{Field: "text", Code: "required"}, silent.Refusal.Fields[0])
	require.Equal(t, "not_yours", foreign.Refusal.Code)
}

// Continuing as new after every event changes nothing of what the gate answers.
func TestTheGateContinuesAsNew(t *testing.T) {
	t.Parallel()
	for _, every := range []int{0, 1} {
		c := knocked(t, nil, every, framed(), lasting(record.CollidesSameItem))
		c.at("02 10:30", func() { c.decides(t, "approve", "") })
		c.at("02 10:35", func() { c.reports(change.Outcome{Result: change.Success}) })
		c.at("02 10:40", func() {}) // whom the end is told has answered
		c.Run()
		require.NoError(t, c.Err)
		require.Equal(t, change.Done, c.Ledger.Events()[len(c.Ledger.Events())-1].Effects.Case.Outcome)
	}
}
