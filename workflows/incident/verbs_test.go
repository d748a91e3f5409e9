package incident_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// verbs are the words of the scenarios for what people do.
var verbs = map[string]verb{
	"takes":   plainly(incident.Take, func(a []string) incident.Taking { return incident.Taking{Free: slices.Contains(a, "free")} }),
	"assigns": plainly(incident.Assign, func(a []string) incident.Assignment { return incident.Assignment{Agent: a[0]} }),
	"hands-over": plainly(incident.HandOver, func(a []string) incident.HandingOver {
		return incident.HandingOver{Team: a[0], Reason: "hoort daar"}
	}),
	"coordinates": plainly(incident.Coordinate, func(a []string) incident.Coordination {
		return incident.Coordination{Team: after(a, "team"), Meeting: slices.Contains(a, "meeting"), Reason: "gaat heen en weer"}
	}),
	"waits-for": plainly(incident.Wait, func(a []string) incident.Waiting {
		w := incident.Waiting{Reason: a[0], Question: "Welke printer?"}
		if until := after(a, "until"); until != "" {
			at := casetest.When(until + " 12:00")
			w.Until = &at
		}
		return w
	}),
	"answers": plainly(incident.Answer, func([]string) incident.Reply { return incident.Reply{Text: "die op de tweede verdieping"} }),
	"resumes": plainly(incident.Resume, func([]string) incident.Remark { return incident.Remark{} }),
	"notes":   plainly(incident.AddNote, func(a []string) incident.Note { return incident.Note{Text: strings.Join(a, " ")} }),
	"relates": plainly(incident.Relate, func(a []string) incident.Relation { return incident.Relation{Kind: a[0], Ref: a[1]} }),
	"weighs": plainly(incident.Prioritise, func(a []string) incident.Weighing {
		return incident.Weighing{Impact: a[0], Urgency: a[1], Reason: "meer mensen getroffen"}
	}),
	"communicates": plainly(incident.Communicate, func(a []string) incident.Communication {
		c := incident.Communication{Template: "TPL-2026-000001", Version: 2, Subject: "Printers", Text: "We werken eraan.", Public: slices.Contains(a, "public")}
		if to := after(a, "to"); to != "" {
			c.Clients = strings.Split(to, ",")
		}
		return c
	}),
	"joins": plainly(incident.Join, func([]string) incident.Joining { return incident.Joining{} }),
	"resolves": plainly(incident.Resolve, func(a []string) incident.Resolution {
		return incident.Resolution{Solution: "nieuwe inkt", Remote: after(a, "remote"), Outside: slices.Contains(a, "outside")}
	}),
	"confirms":  plainly(incident.Confirm, func([]string) incident.Remark { return incident.Remark{} }),
	"reopens":   plainly(incident.Reopen, because),
	"withdraws": plainly(incident.Withdraw, because),
	"excludes": plainly(incident.Exclude, func(a []string) incident.Exclusion {
		return incident.Exclusion{Ground: a[0], Reason: "zie verslag", Proof: "DMS-12"}
	}),
	"approves": deciding("approve"),
	"rejects":  deciding("reject"),

	// What is refused because it lacks something.
	"assigns-nobody":     plainly(incident.Assign, func([]string) incident.Assignment { return incident.Assignment{} }),
	"hands-over-mutely":  plainly(incident.HandOver, func([]string) incident.HandingOver { return incident.HandingOver{} }),
	"coordinates-mutely": plainly(incident.Coordinate, func([]string) incident.Coordination { return incident.Coordination{} }),
	"waits-mutely":       plainly(incident.Wait, func([]string) incident.Waiting { return incident.Waiting{} }),
	"answers-mutely":     plainly(incident.Answer, func([]string) incident.Reply { return incident.Reply{} }),
	"notes-mutely":       plainly(incident.AddNote, func([]string) incident.Note { return incident.Note{Text: " "} }),
	"relates-mutely":     plainly(incident.Relate, func([]string) incident.Relation { return incident.Relation{} }),
	"weighs-mutely":      plainly(incident.Prioritise, func([]string) incident.Weighing { return incident.Weighing{} }),
	"communicates-mutely": plainly(incident.Communicate, func([]string) incident.Communication {
		return incident.Communication{}
	}),
	"resolves-mutely": plainly(incident.Resolve, func([]string) incident.Resolution { return incident.Resolution{Remote: "lui"} }),
	"reopens-mutely":  plainly(incident.Reopen, func([]string) incident.Because { return incident.Because{} }),
	"withdraws-mutely": plainly(incident.Withdraw, func([]string) incident.Because {
		return incident.Because{}
	}),
	"excludes-mutely": plainly(incident.Exclude, func([]string) incident.Exclusion { return incident.Exclusion{} }),
}

func plainly[B any](cmd casework.Command[B], body func([]string) B) verb {
	return func(s *story, who record.Actor, a []string) *casetest.Answer {
		key := s.Line
		if again := after(a, "key"); again != "" {
			key, a = again, a[:slices.Index(a, "key")]
		}
		return casetest.Send(s.Case, who, cmd, key, body(a))
	}
}

// deciding answers the open task about an exclusion.
func deciding(option string) verb {
	return func(s *story, who record.Actor, a []string) *casetest.Answer {
		s.T.Helper()
		for _, task := range casetest.TasksOf(s.State().Tasks) {
			if task.Kind == "approve_exclusion" && task.Subject == a[0] {
				return casetest.Send(s.Case, who, casework.Decide, s.Line,
					casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: "gelezen"})
			}
		}
		require.Fail(s.T, "no open task", s.Line)
		return nil
	}
}

func because([]string) incident.Because { return incident.Because{Reason: "werkt nog niet"} }

// after is the word that follows another; empty when that is not there.
func after(a []string, word string) string {
	if i := slices.Index(a, word); i >= 0 && i+1 < len(a) {
		return a[i+1]
	}
	return ""
}
