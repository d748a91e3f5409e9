package change_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version. Each
// has the speed that its shortest term allows: a server's steps come a little later
// than they say.
var stories = map[string]func(t testing.TB, server *casetest.Server, every int) *casetest.Case[change.State]{
	"normal": func(t testing.TB, server *casetest.Server, every int) *casetest.Case[change.State] {
		c := lived(t, options{server: paced(server, 20_000), every: every})
		c.boards()
		c.at("03-03 10:00", func() { c.scheduled() })
		c.at("03-03 12:00", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
		c.at("03-03 14:00", func() { c.votes(t, desk, "desk", change.VoteReject, "De proef ontbreekt nog") })
		c.at("03-03 16:00", func() { c.revotes(desk, "desk", change.VoteApprove) })
		c.at("03-04 10:00", func() { c.rules(change.Conditions) })
		c.at("03-10 22:30", func() { c.starts() })
		c.at("03-10 23:30", func() { c.finishes("S1") })
		c.at("03-11 00:30", func() { c.completes(change.Success) })
		c.at("03-12 09:00", func() { c.reviews(change.Verdict{AsPlanned: true}) })
		return c.Case
	},
	"edited_after_approval": func(t testing.TB, server *casetest.Server, every int) *casetest.Case[change.State] {
		c := lived(t, options{server: paced(server, 20_000), every: every})
		c.approves()
		c.at("03-03 14:00", func() { c.revises(edited(edits[change.AspectPlans])) })
		c.at("03-04 09:00", func() { c.votes(t, desk, "desk", change.VoteApprove, "") })
		c.at("03-04 12:00", func() { c.rules(change.Approve) })
		c.at("03-05 09:00", func() { c.collidesNow("CHG-2026-000007") })
		c.at("03-05 12:00", func() {
			c.decides(chair, c.ask(t, "reconsider_change", ""), change.Confirm, "Alfa en Beta doen het samen")
		})
		c.at("03-06 09:00", func() { c.collidesNow("CHG-2026-000008") })
		c.at("03-06 12:00", func() { c.meets(); c.rechecks("CHG-2026-000008") })
		c.at("03-09 09:00", func() { c.withdraws() })
		c.at("03-09 18:00", func() {}) // whom the end is told has answered
		return c.Case
	},
	"emergency_by_the_chair_alone": func(t testing.TB, server *casetest.Server, every int) *casetest.Case[change.State] {
		c := urgent(t, options{server: paced(server, 3600), every: every})
		c.at("03-02 11:00", func() { c.rulesEmergency(change.Approve, true) })
		c.at("03-02 11:30", func() { c.starts() })
		c.at("03-02 12:00", func() { c.decides(manager, c.ask(t, "confirm_emergency", "alfa"), change.Confirm, "") })
		c.at("03-02 12:30", func() { c.decides(director, c.ask(t, "confirm_emergency", "board"), change.Confirm, "") })
		c.at("03-02 13:00", func() { c.completes(change.RolledBack) })
		c.at("03-02 13:30", func() { c.causes("INC-2026-000010") })
		c.at("03-02 14:00", func() { c.reviews(change.Verdict{Harmful: true}) })
		return c.Case
	},
	"through_the_gate": func(t testing.TB, server *casetest.Server, every int) *casetest.Case[change.State] {
		c := knocked(t, paced(server, 600), every, framed(), lasting(record.CollidesSameItem))
		c.at("02 10:10", func() { c.meets(lasting(record.CollidesSameTeam)); c.rechecks() })
		c.at("02 10:20", func() { c.decides(t, change.VoteApprove, "") })
		c.at("02 10:30", func() { c.reports(change.Outcome{Result: change.Partial, Text: "Eén dienst bleef achter"}) })
		c.at("02 10:40", func() {
			casetest.Send(c.Case, chair, change.Review, "", change.Verdict{Text: "Het kader volstaat", AsPlanned: true})
		})
		c.at("02 10:50", func() {})
		return c.Case
	},
}

// paced is a server at a speed; none stays none.
func paced(server *casetest.Server, speed float64) *casetest.Server {
	if server != nil {
		server.Speed = speed
	}
	return server
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: change.Workflow, Name: change.Name, Version: change.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 3600, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	stories[story](t, server, 0).Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_CANCELED, "normal", 1)
}

// scheduled puts the change on the agenda of a meeting.
func (c *story) scheduled() *casetest.Answer {
	return casetest.Send(c.Case, record.System, change.Schedule, "", change.AgendaPlace{Meeting: "ZIT-2026-000001", At: casetest.When("2026-03-04 10:00")})
}

// revotes changes the vote that a seat has cast.
func (c *story) revotes(who record.Actor, seat, option string) *casetest.Answer {
	b := c.own().Ballot
	return casetest.Send(c.Case, who, change.ReviseVote, "", change.VoteRevision{Seat: seat, Replaces: b.Votes[seat].Number, Option: option, Content: b.Covered(seat)})
}

func (c *story) finishes(step string) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.FinishStep, "", change.StepResult{Step: step, Result: "gelukt"})
}

func (c *story) causes(incident string) *casetest.Answer {
	return casetest.Send(c.Case, chair, change.ReportIncident, "", change.CausedIncident{Incident: incident, Critical: true})
}

func (c *story) rechecks(because string) *casetest.Answer {
	return casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: because})
}

// collidesNow is another plan that the change learns of.
func (c *story) collidesNow(other string) {
	c.meets(append(slices.Clone(c.found), collides(other))...)
	c.rechecks(other)
}
