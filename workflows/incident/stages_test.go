package incident_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// ways lead to each stage, with what every command needs to be legal there. The
// incident has bounced, and is public.
var ways = map[string]string{
	incident.New:      bounced,
	incident.Working:  bounced + "alfa takes\n",
	incident.Waits:    bounced + "alfa takes\nalfa waits-for user\n",
	incident.Resolved: bounced + "alfa resolves\n",
	incident.Closed:   bounced + "alfa resolves\nreporter confirms\n",
	incident.Gone:     bounced + "reporter withdraws\n",
}

const bounced = "alfa hands-over beta-hosting\nbeta hands-over alfa-werkplek\ndesk communicates public\n"

// attempts are a legal way to send every command, wherever it is legal at all. Only
// handing over cannot be legal beside coordinating: it needs the other way.
var attempts = map[string]string{
	"take":        "colleague takes",
	"assign":      "alfa assigns alfa-3",
	"hand-over":   "alfa hands-over beta-hosting",
	"coordinate":  "desk coordinates meeting",
	"wait":        "alfa waits-for supplier",
	"answer":      "reporter answers",
	"resume":      "alfa resumes",
	"note":        "alfa notes gebeld",
	"link":        "alfa relates duplicate INC-2026-000002",
	"prioritise":  "alfa weighs low low",
	"communicate": "desk communicates",
	"join":        "zuid joins",
	"resolve":     "alfa resolves",
	"confirm":     "reporter confirms",
	"reopen":      "reporter reopens",
	"withdraw":    "reporter withdraws",
	"exclude":     "slm excludes outside",
}

// The transition table is the whole truth: in every stage the commands that it
// names work, and all others are refused and change nothing.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	for stage, way := range ways {
		for command, attempt := range attempts {
			t.Run(stage+"/"+command, func(t *testing.T) {
				t.Parallel()
				way := way
				if command == "hand-over" {
					way += map[bool]string{true: "desk coordinates meeting\n"}[stage == incident.New || stage == incident.Working || stage == incident.Waits]
				}
				over := stage == incident.Closed || stage == incident.Gone
				legal := !over && slices.Contains(incident.Allowed(stage), command)
				outcome := ""
				switch {
				case over:
					outcome = " => refused closed"
				case !legal:
					outcome = " => refused not_now"
				}
				s := play(t, "start 2026-03-02 10:00\n"+way+"expect stage "+stage+"\n"+attempt+outcome, 0)
				if !legal {
					require.Equal(t, play(t, "start 2026-03-02 10:00\n"+way, 0).Told(), s.Told(), "nothing has changed")
				}
			})
		}
	}
	require.Len(t, attempts, 17, "one for every command of the process")
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfAnIncident(t *testing.T) {
	t.Parallel()
	s := play(t, `
start 2026-03-02 10:00
2026-03-02 10:12 alfa takes
2026-03-02 12:00 alfa waits-for user
2026-03-02 15:00 reporter answers
2026-03-03 10:00 alfa weighs high high
2026-03-03 11:00 alfa resolves
2026-03-12 10:00 expect outcome silence
`, 0)
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-02 10:10", // 50 % of the response
		"2026-03-02 10:10 until 2026-03-02 10:15", // 75 %
		"2026-03-02 10:12 until 2026-03-02 14:00", // 50 % of the resolution
		"2026-03-02 15:00 until 2026-03-02 17:00", // the same, three hours later
		"2026-03-02 17:00 until 2026-03-03 11:00", // 75 %: nobody works at night
		"2026-03-03 11:00 until 2026-03-11 00:00", // five working days of silence
	}, s.Spans())
}

func TestTheSameCommandTwiceIsOneEvent(t *testing.T) {
	t.Parallel()
	s := tell(t, nil, "start 2026-03-02 10:00", 0)
	text := incident.Note{Text: "gebeld"}
	var first, second, other *casetest.Answer
	s.At(casetest.When("2026-03-02 11:00"), func() { first = casetest.Send(s.Case, actorOf("desk"), incident.AddNote, "k", text) })
	s.At(casetest.When("2026-03-02 11:01"), func() { second = casetest.Send(s.Case, actorOf("desk"), incident.AddNote, "k", text) })
	s.At(casetest.When("2026-03-02 11:02"), func() {
		other = casetest.Send(s.Case, actorOf("desk"), incident.AddNote, "k", incident.Note{Text: "gemaild"})
	})
	s.Run()
	require.NoError(t, first.Err)
	require.Equal(t, "N1", first.Receipt.Subject)
	require.Equal(t, first.Receipt, second.Receipt)
	require.Equal(t, casework.CodeKeyReused, other.Refusal.Code)
	noted := slices.DeleteFunc(s.Ledger.Events(), func(e record.Event) bool { return e.Kind != "incident.noted" })
	require.Len(t, noted, 1)
}
