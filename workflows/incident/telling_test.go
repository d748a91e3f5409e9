package incident_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
	"termijn/workflows/problem"
)

// critical is a critical incident of 2 March 2026, 10:00, that a test lives in Go.
func critical(t *testing.T) *casetest.Case[incident.State] {
	at := casetest.When("2026-03-02 10:00")
	return casetest.New(t, casetest.Options[incident.State]{Workflow: incident.Workflow, Name: incident.Name, At: at,
		Start: opening(t, at, []string{"P1"}, nil), Calendars: casetest.Policy(t).Calendars})
}

func told[B any](t *testing.T, m record.Telling) B {
	t.Helper()
	var message casework.Message[B]
	require.NoError(t, json.Unmarshal(m.Message, &message))
	require.Equal(t, record.System, message.Actor)
	return message.Body
}

// C-24, C-25: a resolution that was taken back was none. The Problem hears of the
// one that stands, and that it came too late.
func TestAProblemHearsOfEveryResolution(t *testing.T) {
	t.Parallel()
	c := critical(t)
	send := func(when, who string, do func(casework.Message[incident.Resolution])) {
		c.At(casetest.When(when), func() {
			do(casework.Message[incident.Resolution]{Actor: actorOf(who), Body: incident.Resolution{Solution: "herstart"}})
		})
	}
	resolve := func(m casework.Message[incident.Resolution]) {
		casetest.Send(c, m.Actor, incident.Resolve, "r"+c.Now().String(), m.Body)
	}
	send("2026-03-02 10:30", "alfa", resolve)
	c.At(casetest.When("2026-03-02 10:40"), func() {
		casetest.Send(c, actorOf("reporter"), incident.Reopen, "again", incident.Because{Reason: "het werkt nog niet"})
	})
	send("2026-03-02 13:00", "alfa", resolve)
	c.At(casetest.When("2026-03-02 14:00"), func() {})
	c.Run()
	opened := 0
	for _, o := range c.Openings {
		if o.Process == problem.Name {
			opened++
		}
	}
	require.Equal(t, 1, opened, "one Problem")
	var heard []problem.ResolvedAgain
	for _, m := range c.Tellings {
		if m.Command == problem.IncidentResolved.Name {
			heard = append(heard, told[problem.ResolvedAgain](t, m))
		}
	}
	require.Len(t, heard, 1)
	require.True(t, heard[0].At.Equal(casetest.When("2026-03-02 13:00")))
	require.True(t, heard[0].Overrun)
}

// B-29: whoever gets a critical incident is called to its meeting.
func TestTheMeetingIsToldWhoHasTheIncidentNow(t *testing.T) {
	t.Parallel()
	c := critical(t)
	c.At(casetest.When("2026-03-02 10:30"), func() {
		casetest.Send(c, actorOf("alfa"), incident.HandOver, "over", incident.HandingOver{Team: "beta-hosting", Reason: "ligt aan de hosting"})
	})
	c.At(casetest.When("2026-03-02 11:00"), func() {})
	c.Run()
	require.Len(t, c.Tellings, 1)
	require.Equal(t, meeting.Invite.Name, c.Tellings[0].Command)
	require.Equal(t, "CIM-2026-000001", c.Tellings[0].Ref)
	require.Equal(t, "beta", told[meeting.Invitation](t, c.Tellings[0]).Org)
}

// B-29: a critical incident is never without a meeting.
func TestACriticalIncidentWhoseMeetingIsOverGetsAnother(t *testing.T) {
	t.Parallel()
	c := critical(t)
	c.Refuse = func(record.Telling) string { return casework.CodeClosed }
	c.At(casetest.When("2026-03-02 10:30"), func() {
		casetest.Send(c, actorOf("alfa"), incident.Resolve, "done", incident.Resolution{Solution: "herstart"})
	})
	c.At(casetest.When("2026-03-02 11:00"), func() {
		casetest.Send(c, actorOf("reporter"), incident.Reopen, "again", incident.Because{Reason: "het werkt nog niet"})
	})
	var state casework.State[incident.State]
	c.At(casetest.When("2026-03-02 11:00").Add(10*time.Minute), func() { state = c.State() })
	c.Run()
	meetings := 0
	for _, o := range c.Openings {
		if o.Process == meeting.Name {
			meetings++
		}
	}
	require.Equal(t, 2, meetings)
	require.Equal(t, "CIM-2026-000003", state.Own.Meeting, "its Problem was the second case that it opened")
}
