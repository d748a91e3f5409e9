package problem_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

// attempts are a legal way to send every command, wherever it is legal at all.
var attempts = map[string]func(c *caseOf, when string) **casetest.Answer{
	"assign": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, balie, problem.Assign, problem.Assignment{Team: "alfa-netwerk", Org: "alfa", Reason: "best geplaatst"})
	},
	"plan-stage": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, balie, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: calendar.Date{Year: 2026, Month: 4, Day: 1}, Reason: "afgesproken"})
	},
	"identify-root-cause": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, agent, problem.IdentifyRootCause, cause)
	},
	"record-known-error": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, agent, problem.RecordKnownError, known)
	},
	"implement-solution": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, agent, problem.ImplementSolution, solution)
	},
	"analyse-overrun": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, levelsPerson, problem.AnalyseOverrun, problem.OverrunAnalysis{Cause: "traag", Share: true})
	},
	"link-incident": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, agent, problem.LinkIncident, problem.Incident{Ref: "INC-2026-000099"})
	},
	"note": func(c *caseOf, when string) **casetest.Answer {
		return sent(c, when, agent, problem.AddNote, problem.Note{Text: "n"})
	},
	"reopen": func(c *caseOf, when string) **casetest.Answer { return sent(c, when, balie, problem.Reopen, because) },
	"close":  func(c *caseOf, when string) **casetest.Answer { return sent(c, when, balie, problem.Close, closing) },
	"cancel": func(c *caseOf, when string) **casetest.Answer { return sent(c, when, balie, problem.Cancel, because) },
}

// commands of the process.
var commands = []string{problem.Assign.Name, problem.PlanStage.Name, problem.IdentifyRootCause.Name, problem.RecordKnownError.Name,
	problem.ImplementSolution.Name, problem.AnalyseOverrun.Name, problem.LinkIncident.Name, problem.AddNote.Name, problem.Reopen.Name,
	problem.Close.Name, problem.Cancel.Name}

// What only the rules on the overrun or on what is done refuse, where the stage allows it.
var refusals = map[string]string{
	problem.Solved + "/plan-stage": casework.CodeDone,
	problem.Solved + "/close":      "overrun_open", problem.Solved + "/cancel": "overrun_open", problem.Known + "/cancel": "overrun_open",
	problem.Identified + "/cancel": "overrun_open", problem.Analysing + "/cancel": "overrun_open",
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{problem.Proposed, problem.Analysing, problem.Identified, problem.Known, problem.Solved, problem.Closed} {
		for command, attempt := range attempts {
			t.Run(stage+"/"+command, func(t *testing.T) {
				t.Parallel()
				c := overran(t)
				switch stage {
				case problem.Proposed:
					c = opened(t, problem.Proposal(trend()))
				case problem.Closed:
					c = usual(t)
				}
				toStage(c, stage)
				s := seen(c, "2026-03-06 12:00")
				a := attempt(c, "2026-03-06 13:00")
				c.Run()
				switch allowed := slices.Contains(problem.Allowed(stage), command); {
				case stage == problem.Closed:
					refused(t, a, casework.CodeClosed)
				case !allowed:
					require.Equal(t, stage, s.Stage)
					refused(t, a, casework.CodeNotNow)
				case refusals[stage+"/"+command] != "":
					refused(t, a, refusals[stage+"/"+command])
				default:
					require.Equal(t, stage, s.Stage)
					accepted(t, a)
				}
			})
		}
	}
}

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"problem", "PRB"}, []string{problem.Name, problem.Prefix})
	require.Equal(t, slices.Sorted(maps.Keys(attempts)), slices.Sorted(slices.Values(commands)))
	require.Equal(t, []string{"proposed", "analysing", "identified", "known_error", "solved", "closed", "declined", "withdrawn"},
		[]string{problem.Proposed, problem.Analysing, problem.Identified, problem.Known, problem.Solved, problem.Closed, problem.Declined, problem.Withdrawn})
	require.Equal(t, []string{"proposal", "rootcause", "overrun"}, []string{problem.ClockProposal, problem.ClockRootCause, problem.ClockOverrun})
	require.Equal(t, []string{"explains", "caused_by", "solved_by"}, []string{problem.LinkExplains, problem.LinkCausedBy, problem.LinkSolvedBy})
	require.Equal(t, []string{"root_cause", "known_error", "solution"}, problem.Steps)
	require.Equal(t, []string{"change", "configuration", "capacity", "software", "hardware", "human", "external", "unknown"}, problem.CauseKinds)
	require.Equal(t, []string{"none", "provider_deviated", "process_badly_described", "process_badly_communicated"}, problem.Findings)
	require.Equal(t, 3, problem.Version)
}

// Every command stands in the policy, and has its words; so has every value that a form offers.
func TestEveryCommandHasItsPolicyAndItsWords(t *testing.T) {
	t.Parallel()
	casetest.RequireCommands(t, problem.Name, append([]string{"open"}, commands...))
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for prefix, list := range map[string][]string{"kind": problem.CauseKinds, "finding": problem.Findings, "changeBy": problem.ChangeMakers,
			"pattern": problem.Patterns, "step": problem.Steps, "correction": {problem.CorrectionNone, problem.CorrectionStays, problem.CorrectionUndecided},
			"uncounted": {problem.NotCritical, problem.NotByUser, problem.FoundOutside},
			"overrun":   {problem.OverrunOpen, problem.OverrunShared, problem.OverrunPending, problem.OverrunExcluded, problem.OverrunStays}} {
			for _, value := range list {
				require.True(t, p.Has("problem."+prefix+"."+value), "%s: problem.%s.%s", lang, prefix, value)
			}
		}
	}
}

// Every event, task, clock and stage of the stories has its words.
func TestWhatHappensHasItsWords(t *testing.T) {
	t.Parallel()
	for name, o := range openings {
		c := opened(t, o())
		stories[name](c)
		c.Run()
		casetest.RequireWords(t, problem.Name, c.Ledger.Events())
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-03 10:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(20), Reason: "afgesproken"})
	sent(c, "2026-03-05 09:00", agent, problem.IdentifyRootCause, cause)
	sent(c, "2026-03-09 09:00", agent, problem.ImplementSolution, solution)
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-05 00:00", // 50 % of the root cause's term
		"2026-03-05 00:00 until 2026-03-06 00:00", // 80 %
		"2026-03-05 09:00 until 2026-03-13 00:00", // 5 working days before the solution's date
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	for name, o := range openings {
		casetest.RequireSameWhenContinued(t, func(every int) *caseOf {
			x := options(t, o())
			x.ContinueEvery = every
			c := casetest.New(t, x)
			stories[name](c)
			return c
		}, casetest.Seal)
	}
}
