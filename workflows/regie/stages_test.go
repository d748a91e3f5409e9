package regie_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
)

const offered = "2026-03-03 10:00 provider submits-offer valid 2026-05-30 analist/S1/480/90.00 analist/S2/480/90.00\n"

// ways lead to each stage, with the last of April as the end of the work.
var ways = map[string]string{
	regie.Submitted:  "",
	regie.Clarifying: "2026-03-03 10:00 provider asks-questions Wat? meeting Kennismaking\n",
	regie.Preparing:  "2026-03-03 10:00 provider asks-questions Wat? meeting Kennismaking\n2026-03-10 10:00 provider asks-questions Meer? meeting Weer\nclient holds-meeting Q1 answering-all\n",
	regie.Offered:    "2026-03-03 09:00 provider asks-questions Wat?\n" + offered + "client asks-interview L1\n",
	regie.Approving:  "2026-03-03 09:00 provider asks-questions Wat?\n" + offered + "client asks-interview L1\nclient asks-approval\n",
	regie.Approved:   "2026-03-03 09:00 provider asks-questions Wat?\n" + offered + "client asks-interview L1\nclient asks-approval\ndiensthoofd approves-offer\n",
	regie.Executing: "2026-03-03 09:00 provider asks-questions Wat?\n" + offered + "client asks-approval\ndiensthoofd approves-offer\nclient orders\n" +
		"2026-05-04 09:00 provider submits-timesheet L1 2026-04-27 8 8 8 8\nclient approves-timesheet 2026-04-27/L1\n" +
		"provider proposes-person L2 S9\nclient asks-interview R1\nclient proposes-change adapt io IO-2\n",
	regie.Closing: offered + "client asks-approval\ndiensthoofd approves-offer\nclient orders\n" +
		"2026-07-06 09:00 provider submits-timesheet L1 2026-06-22 8 8 8 8\nclient approves-timesheet 2026-06-22/L1\n",
	regie.Withdrawn: "client withdraws\n",
}

// attempts are a legal way to send every command, wherever it is legal at all.
var attempts = map[string]string{
	"confirm-complete":    "provider confirms-complete",
	"ask-questions":       "provider asks-questions Nog?",
	"answer-questions":    "client answers Q%d",
	"hold-meeting":        "client holds-meeting Q%d",
	"dispute-suspension":  "client disputes Q1 CMDB",
	"propose-due-date":    "client proposes-date 2026-07-31",
	"submit-offer":        "provider submits-offer valid 2026-07-31 analist/S3/480/80.00",
	"request-interview":   "client asks-interview %s",
	"report-interview":    "provider holds-interview %s",
	"request-replacement": "client asks-replacement L1",
	"replace-candidate":   "provider replaces L1 S5",
	"request-revision":    "client asks-revision",
	"reject-offer":        "client rejects-offer",
	"request-approval":    "client asks-approval",
	"place-order":         "client orders",
	"submit-timesheet":    "provider submits-timesheet L1 2026-04-20 8",
	"submit-statement":    "provider submits-statement 2026-04",
	"propose-change":      "provider proposes-change adapt io IO-3",
	"align-change":        "provider aligns C1",
	"propose-replacement": "provider proposes-person L1 S8",
	"withdraw":            "client withdraws",
}

// The transition table is the whole truth: in every stage the commands that it
// names work, and all others are refused and change nothing.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	for stage, way := range ways {
		before := sync.OnceValue(func() string { return play(t, "start 2026-03-02 10:00\n"+way, 0).Told() })
		for command, attempt := range attempts {
			t.Run(stage+"/"+command, func(t *testing.T) {
				t.Parallel()
				switch command {
				case "answer-questions", "hold-meeting":
					// In preparation the open round is the late one.
					attempt = fmt.Sprintf(attempt, 1+len(intersect(stage, regie.Preparing)))
				case "request-interview":
					attempt = fmt.Sprintf(attempt, map[bool]string{true: "L2", false: "R1"}[stage != regie.Executing])
				case "report-interview":
					attempt = fmt.Sprintf(attempt, map[bool]string{true: "L1", false: "R1"}[stage != regie.Executing])
				}
				way := way
				if stage == regie.Executing {
					switch command {
					case "request-interview":
						way += "provider holds-interview R1\n" // and again
					case "propose-change":
						way += "provider aligns C1\nclient declines-change C1\n"
					}
				}
				if stage == regie.Closing && command == "submit-statement" {
					attempt = "provider submits-statement 2026-06"
				}
				legal := slices.Contains(regie.Allowed(stage), command)
				outcome := ""
				switch {
				case stage == regie.Withdrawn:
					outcome = " => refused closed"
				case !legal:
					outcome = " => refused not_now"
				}
				s := play(t, "start 2026-03-02 10:00\n"+way+"expect stage "+stage+"\n"+attempt+outcome, 0)
				if !legal {
					require.Equal(t, before(), s.Told(), "nothing has changed")
				}
			})
		}
	}
	require.Len(t, attempts, 21, "one for every command of the process")
}

func intersect(stage, other string) []int {
	if stage == other {
		return []int{1}
	}
	return nil
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	s := play(t, `
start 2026-03-02 10:00
client submits-request
2026-03-05 11:00 provider asks-questions "Welke omgeving?"
2026-03-12 09:00 client answers Q1
2026-03-27 16:00 provider submits-offer valid 2026-04-30 analist/S1/480/90.00
2026-03-30 10:00 client asks-approval
2026-03-30 11:00 diensthoofd approves-offer
2026-03-31 12:00 client orders
2026-04-06 00:01 client disputes Q1 CMDB
`, 0)
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-06 00:00", // 60 % of the completeness term
		"2026-03-12 09:00 until 2026-03-20 00:00", // 50 % of the answer time, moved by 5 suspended days
		"2026-03-20 00:00 until 2026-03-26 00:00", // 75 %
		"2026-03-26 00:00 until 2026-03-28 00:00", // 90 %
		"2026-03-27 16:00 until 2026-04-23 00:00", // 5 working days before the offer's last
		"2026-03-30 10:00 until 2026-04-02 00:00", // 40 % of the decision
		"2026-03-31 12:00 until 2026-04-06 00:00", // the end of the first week
		"2026-04-06 00:00 until 2026-04-10 00:00", // 60 % of the term for its timesheets
		"2026-04-06 00:01 until 2026-04-09 00:00", // 40 % of the ruling
	}, s.Spans())
}

func TestTheSameCommandTwiceIsOneEvent(t *testing.T) {
	t.Parallel()
	at := casetest.When("2026-03-02 10:00")
	c := casetest.New(t, casetest.Options[regie.State]{Workflow: regie.Workflow, Name: regie.Name, At: at,
		Start: opening(t, at, nil), Calendars: casetest.Policy(t).Calendars})
	ask := regie.Questions{Questions: []string{"Welke omgeving?"}}
	var first, second, other *casetest.Answer
	c.At(casetest.When("2026-03-10 11:00"), func() { first = casetest.Send(c, actorOf("provider"), regie.AskQuestions, "k", ask) })
	c.At(casetest.When("2026-03-11 11:00"), func() { second = casetest.Send(c, actorOf("provider"), regie.AskQuestions, "k", ask) })
	c.At(casetest.When("2026-03-12 11:00"), func() {
		other = casetest.Send(c, actorOf("provider"), regie.AskQuestions, "k", regie.Questions{Questions: []string{"Iets anders?"}})
	})
	c.Run()
	require.NoError(t, first.Err)
	require.Equal(t, []string{"question_without_suspension"}, first.Receipt.Notes)
	require.Equal(t, first.Receipt, second.Receipt)
	require.Equal(t, casework.CodeKeyReused, other.Refusal.Code)
	asked := slices.DeleteFunc(c.Ledger.Events(), func(e record.Event) bool { return e.Kind != "regie.questions_asked" })
	require.Len(t, asked, 1)
}
