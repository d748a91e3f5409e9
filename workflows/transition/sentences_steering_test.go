package transition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

func opens(c story, session string, orgs ...string) *casetest.Answer {
	var there []transition.Participation
	for _, org := range orgs {
		there = append(there, transition.Participation{Org: org})
	}
	return casetest.Send(c, leader, transition.OpenSession, "", transition.SessionOpening{Session: session, Participants: there})
}

func closes(c story, minutes string) *casetest.Answer {
	return casetest.Send(c, leader, transition.CloseSession, "", transition.SessionClosing{Minutes: minutes})
}

// Sentence 17: planned by the rhythm; its people hear a week before what is on it.
func TestTheSteeringCommitteeIsPlannedByItsRhythm(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	s := look(c, "03-02 10:01")
	asks := look(c, "03-03 09:01")
	var extra *casetest.Answer
	at(c, "03-04 09:00", func() {
		extra = casetest.Send(c, leader, transition.PlanSession, "", transition.SessionPlan{Date: date("2026-03-20"), Hour: 9, Reason: "dringend"})
	})
	at(c, "03-05 09:00", func() {
		casetest.Send(c, leader, transition.PlanSession, "", transition.SessionPlan{Session: "S1", Date: date("2026-03-12"), Hour: 10, Reason: "zaal bezet"})
	})
	later := look(c, "03-05 09:01")
	c.Run()
	require.Equal(t, date("2026-03-10"), s.Own.Sessions["S1"].Date, "the second Tuesday")
	require.Equal(t, 14, s.Own.Sessions["S1"].Hour)
	require.NotNil(t, asks.Own.Sessions["S1"].Announced)
	e := c.Ledger.Events()
	var told []record.Recipient
	for _, x := range e {
		if x.Kind == "transition.agenda_sent" && told == nil {
			require.Equal(t, "2026-03-03 09:00", face(x.At))
			for _, m := range x.Effects.Mails {
				if m.Template == "steering_agenda" {
					require.Equal(t, "1", m.Args["count"], "the open item that nobody planned")
					told = append(told, m.To)
				}
			}
		}
	}
	require.Equal(t, []record.Recipient{{Org: "si", Role: "programme_manager"}, {Org: "board", Role: "member"},
		{Org: "alfa", Role: "manager"}, {Org: "beta", Role: "manager"}}, told)
	require.Equal(t, "S2", extra.Receipt.Subject)
	require.True(t, later.Own.Sessions["S2"].Extra)
	require.Equal(t, date("2026-03-12"), later.Own.Sessions["S1"].Date)
}

// Sentence 18 (B-54).
func TestASessionKeepsItsAgendaDecisionsAndMinutes(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var early, nobody, second, outside, silent, closed *casetest.Answer
	at(c, "03-09 14:00", func() { early = opens(c, "S1", "si", "board") })
	at(c, "03-10 13:00", func() {
		outside = casetest.Send(c, leader, transition.RecordDecision, "", transition.DecisionTaken{Text: "x"})
	})
	at(c, "03-10 14:00", func() { nobody = opens(c, "S1") })
	at(c, "03-10 14:01", func() { opens(c, "S1", "si", "board", "alfa", "vorige dienstverlener") })
	at(c, "03-10 14:02", func() { second = opens(c, "S1", "si") })
	at(c, "03-10 14:30", func() {
		casetest.Send(c, leader, transition.RecordDecision, "", transition.DecisionTaken{Text: "Alfa zet een extra ploeg in", Reason: "krap", About: "ALFA"})
	})
	at(c, "03-10 15:00", func() { silent = closes(c, " ") })
	at(c, "03-10 15:01", func() { closed = closes(c, "Besproken: planning.") })
	s := look(c, "03-10 15:02")
	c.Run()
	require.Equal(t, "session_not_yet", early.Refusal.Fields[0].Code)
	require.Equal(t, "no_session", outside.Refusal.Code)
	require.Equal(t, "required", nobody.Refusal.Fields[0].Code)
	require.Equal(t, casework.CodeDone, second.Refusal.Code)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.NoError(t, closed.Err)
	x := s.Own.Sessions["S1"]
	require.Equal(t, transition.SessionHeld, x.State)
	require.Equal(t, "Besproken: planning.", x.Minutes)
	require.Len(t, x.Participants, 4)
	require.Equal(t, []transition.AgendaItem{{Kind: transition.AgendaExit, Subject: "problems"}}, x.Agenda)
	require.Equal(t, "S1", s.Own.Decisions["D1"].Session)
	require.Equal(t, date("2026-04-14"), s.Own.Sessions["S2"].Date, "the next is planned")
}

// Sentence 18: a session that nobody opened lapses, visibly.
func TestASessionThatNobodyOpenedLapses(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	before, after := look(c, "03-11 23:59"), look(c, "03-12 00:01")
	c.Run()
	require.Equal(t, transition.SessionPlanned, before.Own.Sessions["S1"].State)
	require.Equal(t, transition.SessionLapsed, after.Own.Sessions["S1"].State)
	require.Equal(t, date("2026-04-14"), after.Own.Sessions["S2"].Date)
	require.Contains(t, c.Kinds(), "transition.session_lapsed")
	_, open := after.OpenTask("hold_steering_session", "S1")
	require.False(t, open)
}

// Sentence 19 (N-04): a month without a session is recorded, and the Board is told.
func TestAMonthWithoutASessionIsVisible(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	at(c, "04-15 10:00", func() { opens(c, "S2", "si", "board") })
	at(c, "04-15 11:00", func() { closes(c, "April.") })
	s := look(c, "06-02 09:00")
	c.Run()
	require.NotContains(t, s.Own.Months, "2026-03", "the first whole month is April")
	require.Equal(t, transition.Month{Held: 1}, s.Own.Months["2026-04"])
	require.Equal(t, "2026-06-01 00:00", face(*s.Own.Months["2026-05"].Missed))
	require.Equal(t, sla.Met, c.Clock("steering/2026-04").Result.State)
	require.Equal(t, sla.Breached, c.Clock("steering/2026-05").Result.State)
	e := c.Event("transition.month_missed")
	var told []string
	for _, m := range e.Effects.Mails {
		told = append(told, m.To.Org+"."+m.To.Role)
	}
	require.Equal(t, []string{"si.programme_manager", "board.member"}, told)
	require.Contains(t, s.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaMonth, Subject: "2026-05"})
}
