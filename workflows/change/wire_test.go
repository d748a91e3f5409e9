package change_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/problem"
	"termijn/workflows/session"
	"termijn/workflows/standard"
)

// These names stand in histories, in the ledger and in other programs. A test that
// fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"change", "CHG"}, []string{change.Name, change.Prefix})
	require.Equal(t, []string{"normal", "standard", "emergency"}, change.Kinds)
	require.Equal(t, []string{"save", "submit", "revise", "assess", "reclassify", "revise-vote", "rule-emergency", "start", "finish-step", "complete", "review",
		"report-incident", "note", "withdraw", "recheck", "schedule", "rule", "template-lost", "retract-incident"},
		[]string{change.Save.Name, change.Submit.Name, change.Revise.Name, change.Assess.Name, change.Reclassify.Name, change.ReviseVote.Name,
			change.RuleEmergency.Name, change.Start.Name, change.FinishStep.Name, change.Complete.Name, change.Review.Name, change.ReportIncident.Name,
			change.AddNote.Name, change.Withdraw.Name, change.Recheck.Name, change.Schedule.Name, change.Rule.Name, change.TemplateLost.Name,
			change.RetractIncident.Name})
	require.Equal(t, []string{"draft", "assessment", "approval", "scheduled", "implementation", "review", "done", "rejected", "withdrawn", "refused"},
		[]string{change.Drafting, change.Assessing, change.Approving, change.Scheduled, change.Implementing, change.Reviewing, change.Done,
			change.Rejected, change.Withdrawn, change.Refused})
	require.Equal(t, []string{"approve", "approve_with_conditions", "reject", "defer"}, change.Rulings)
	require.Equal(t, []string{"scope", "window", "plans", "risk", "collisions"}, change.Aspects)
	require.Equal(t, []string{"success", "partial", "rolled_back"}, change.Results)
	require.Equal(t, []string{"follows", "for", "caused", "announces"}, []string{change.LinkFollows, change.LinkFor, change.LinkCaused, change.LinkAnnounces})
	require.Equal(t, 2, change.Version)
}

// What a change tells packages that import it must be what they understand.
func TestWhatAChangeTellsIsUnderstood(t *testing.T) {
	t.Parallel()
	require.Equal(t, problem.Findings, change.Findings)
	template := edited(func(x *change.Content) { x.Template, x.TemplateVersion = "STD-2026-000001", 2 })
	c := lived(t, options{kind: change.Standard, content: template})
	c.at("03-02 11:00", func() { c.submits(fit()) })
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:30", func() { c.completes(change.Success) })
	c.at("03-11 09:00", func() { c.reviews(change.Verdict{Harmful: true, Incident: "INC-2026-000009"}) })
	c.Run()
	requireTold(t, c, standard.Used, standard.Use{Change: ref, Result: change.Success})
	requireTold(t, c, standard.Harmed, standard.Harm{Change: ref, Incident: "INC-2026-000009", Reason: "goed verlopen"})

	c = lived(t, options{})
	c.boards()
	c.at("03-04 09:00", func() { c.withdraws() })
	c.Run()
	requireTold(t, c, session.Propose, session.Proposal{Change: ref, Title: "Nieuwe kernrouter", From: whole().From.UTC(), Provider: "alfa"})
	requireTold(t, c, session.Drop, session.Dropping{Change: ref, Reason: change.Withdrawn})
}

// requireTold wants that a command was sent whose body is one of the other package's.
func requireTold[B any](t *testing.T, c *story, cmd casework.Command[B], want B) {
	t.Helper()
	i := slices.IndexFunc(c.Tellings, func(m record.Telling) bool { return m.Command == cmd.Name })
	require.GreaterOrEqual(t, i, 0, cmd.Name)
	var raw casework.Message[json.RawMessage]
	require.NoError(t, json.Unmarshal(c.Tellings[i].Message, &raw))
	expected, err := json.Marshal(want)
	require.NoError(t, err)
	require.JSONEq(t, string(expected), string(raw.Body))
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	send := func(who record.Actor, cmd string) func(*story) *casetest.Answer {
		return func(c *story) *casetest.Answer {
			return casetest.Send(c.Case, who, casework.Command[map[string]any]{Name: cmd}, "", map[string]any{})
		}
	}
	ways := map[string]func(*story){
		change.Drafting:     func(*story) {},
		change.Assessing:    func(c *story) { c.at("03-02 11:00", func() { c.submits(fit()) }) },
		change.Approving:    func(c *story) { c.boards() },
		change.Scheduled:    func(c *story) { c.approves() },
		change.Implementing: func(c *story) { c.approves(); c.at("03-10 22:00", func() { c.starts() }) },
		change.Reviewing: func(c *story) {
			c.approves()
			c.at("03-10 22:00", func() { c.starts() })
			c.at("03-10 22:30", func() { c.completes(change.Success) })
		},
		change.Withdrawn: func(c *story) { c.at("03-02 11:00", func() { c.withdraws() }) },
	}
	commands := []string{"save", "submit", "revise", "assess", "reclassify", "revise-vote", "rule-emergency", "start", "finish-step", "complete", "review",
		"report-incident", "note", "withdraw", "recheck", "schedule", "rule", "template-lost", "retract-incident"}
	for stage, way := range ways {
		for _, command := range commands {
			c := lived(t, options{})
			way(c)
			var a *casetest.Answer
			c.at("03-10 23:30", func() { a = send(writer, command)(c) })
			c.Run()
			switch {
			case stage == change.Withdrawn:
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(change.Allowed(stage), command) || slices.Contains(change.Allowed(casework.Always), command):
				require.True(t, a.Refusal == nil || a.Refusal.Code != casework.CodeNotNow, "%s in %s", command, stage)
			default:
				require.Equal(t, casework.CodeNotNow, a.Refusal.Code, "%s in %s", command, stage)
			}
		}
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.approves()
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:30", func() { c.completes(change.Success) })
	c.at("03-12 09:00", func() { c.reviews(change.Verdict{AsPlanned: true}) })
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 11:00 until 2026-03-04 00:00", // half of the term for the check
		"2026-03-03 09:00 until 2026-03-11 00:00", // half of the term for the board's decision
		"2026-03-03 10:00 until 2026-03-10 22:00", // the window opens
		"2026-03-10 22:00 until 2026-03-11 02:00", // the window's end
		"2026-03-10 22:00 until 2026-03-10 23:00", // the point of no return
		"2026-03-10 22:30 until 2026-03-14 00:00", // half of the term for the review
	}, c.Spans())
}

// Every command stands in the policy and has its words, and so does whatever stands
// in the events of the stories.
func TestEveryCommandAndEventHasItsWords(t *testing.T) {
	t.Parallel()
	var commands []string
	for _, stage := range []string{change.AtGate, change.Drafting, change.Assessing, change.Approving, change.Scheduled, change.Implementing, change.Reviewing, casework.Always} {
		commands = append(commands, change.Allowed(stage)...)
	}
	fromCases := []string{change.Recheck.Name, change.Schedule.Name, change.Rule.Name, change.TemplateLost.Name,
		change.RetractIncident.Name}
	casetest.RequireCommands(t, change.Name, slices.DeleteFunc(commands, func(x string) bool { return slices.Contains(fromCases, x) }))
	for _, live := range stories {
		c := live(t, nil, 0)
		c.Run()
		casetest.RequireWords(t, change.Name, c.Ledger.Events())
	}
}

// What the gate is told and answers stands in histories, and pipelines read it.
func TestTheGateOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"report-outcome", "gate-answered", "gate", "automated"}, []string{change.ReportOutcome.Name, change.UpdateAnswered, change.AtGate, change.Automated})
	require.Equal(t, []string{"allowed", "refused", "wait"}, []string{change.GateAllowed, change.GateRefused, change.GateWait})
	require.Equal(t, []string{"no_frame", "frame_lost", "evidence_missing", "evidence_failed", "too_long", "outside_hours", "not_a_working_day", "freeze",
		"collision", "decision_needed", "rejected", "undecided"}, []string{change.ReasonNoFrame, change.ReasonFrameLost, change.ReasonMissing, change.ReasonFailed,
		change.ReasonTooLong, change.ReasonHours, change.ReasonDay, change.ReasonFreeze, change.ReasonCollision, change.ReasonDecide, change.ReasonRejected, change.ReasonUndecided})
	requireJSON(t, `{"service":"loket","environment":"productie","commit":"4f1c2a9b0d3e","pipeline":"https://ci.alfa.example/117","minutes":20,
		"evidence":[{"kind":"unit","passed":true,"total":200}]}`, deployment())
	requireJSON(t, `{"kind":"scan","passed":false,"link":"l","failed":1,"total":2}`, change.Evidence{Kind: "scan", Link: "l", Failed: 1, Total: 2})
	requireJSON(t, `{"result":"partial","text":"t","link":"l"}`, change.Outcome{Result: change.Partial, Text: "t", Link: "l"})
	requireJSON(t, `{"frame":"STD-2026-000007","service":"loket","at":"2026-03-02T09:00:00Z"}`, record.GateAsked{Frame: frameRef, Service: "loket", At: begin.UTC()})
	requireJSON(t, `{"frame":{"ref":"STD-2026-000007","version":3,"name":"","minutes":30,"environments":["productie"],"evidence":["unit"],"decide":"collision"},
		"covered":true,"hour":10,"workingDay":true,"calendarVersion":1}`, framed())
	requireJSON(t, `{"code":"freeze","args":{"ref":"FRZ-2026-000001"}}`, change.GateReason{Code: change.ReasonFreeze, Args: map[string]string{"ref": "FRZ-2026-000001"}})
}

func requireJSON(t *testing.T, want string, v any) {
	t.Helper()
	got, err := json.Marshal(v)
	require.NoError(t, err)
	require.JSONEq(t, want, string(got))
}
