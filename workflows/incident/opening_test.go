package incident_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

const ref = "INC-2026-000001"

var today = calendar.Date{Year: 2026, Month: 3, Day: 2}

// degrees are an impact and an urgency that give a priority.
var degrees = map[string][2]string{"P1": {"high", "high"}, "P2": {"high", "medium"}, "P3": {"medium", "medium"}, "P4": {"low", "medium"}}

// opening is the report that opens the case. Without words the reporter Melder of
// Noord reports a P3 of the workplace by the portal. Words: P1…P4, "by WHO",
// "channel C", "arrived WHEN", "service S", "category C", "anonymous" (a reporter without an
// account), "taken WHEN" (from another tool, opened then), and "providers" for an
// ecosystem with more of them, in which only a number of hand-overs freezes.
func opening(t testing.TB, at time.Time, words []string, facts []casework.Fact) casework.Start[incident.State] {
	p := casetest.Policy(t)
	start := casework.Start[incident.State]{Actor: actorOf("reporter"), Command: "opening"}
	r := incident.Report{Title: "Printer drukt niet af", Description: "sinds vanmorgen", Service: "werkplek", Impact: "medium", Urgency: "medium",
		Channel: incident.Web, Client: "noord", Reporter: "melder"}
	opened, many, priority := at, false, ""
	for ; len(words) > 0; words = words[1:] {
		word := words[0]
		if d, ok := degrees[word]; ok {
			r.Impact, r.Urgency, priority = d[0], d[1], word
			continue
		}
		switch word {
		case "providers":
			many = true
			continue
		case "anonymous":
			r.Reporter, r.Contact = "", "text:1"
			continue
		}
		require.Greater(t, len(words), 1, "nothing after %s", word)
		words = words[1:]
		switch word {
		case "by":
			start.Actor = actorOf(words[0])
		case "channel":
			if r.Channel = words[0]; r.Channel == incident.Monitoring {
				r.Client, r.Reporter = "", ""
			}
		case "arrived":
			came := casetest.When(words[0] + " " + words[1]).UTC()
			r.Arrived, words = &came, words[1:]
		case "service":
			r.Service = words[0]
		case "category":
			r.Category = words[0]
		case "taken":
			opened = casetest.When(words[0] + " " + words[1])
			words = words[1:]
			start.Actor, start.Command, r.Reporter = record.System, "", ""
			start.Taken = &casework.Taken{Source: "servicenow", Opened: opened.UTC(), Facts: facts}
		default:
			require.Fail(t, "no such opening word", word)
		}
	}
	own := incident.State{Report: r}
	if start.Taken != nil {
		own.Priority = priority
	}
	place(t, p, &own, opened, many)
	start.State = casework.State[incident.State]{Ref: ref, Process: incident.Name, Version: incident.Version, Title: r.Title,
		Parties:     record.Parties{Client: r.Client, Requester: r.Reporter},
		Definitions: p.Definitions.For(incident.Name, calendar.DateOf(at, casetest.Brussels)), Own: own}
	return start
}

// place gives the incident its policy and its team, as the application does.
func place(t testing.TB, p *config.Policy, own *incident.State, opened time.Time, many bool) {
	c := p.Incident
	loh, err := p.Calendars.CurrentAt("loh", opened)
	require.NoError(t, err)
	service, ok := c.Service(own.Report.Service)
	require.True(t, ok)
	team := c.TeamFor(own.Report.Service, own.Report.Category)
	own.Inside, own.Always = loh.Inside(opened), service.Always
	own.Handler = casework.Handler{Team: team.ID, Org: team.Org}
	own.Policy = incident.Policy{Version: c.Version, Priorities: map[string]string{}, Definitions: map[string]string{}, Teams: map[string]string{},
		HandOvers: c.PingPong.HandOvers, Return: c.PingPong.Return && !many, Grounds: map[string]incident.Ground{}}
	for impact, row := range c.Priorities {
		for urgency, priority := range row {
			own.Policy.Priorities[impact+"/"+urgency] = priority
			own.Policy.Definitions[priority] = c.Definition(priority, own.Inside, own.Always)
		}
	}
	for _, team := range c.Teams {
		own.Policy.Teams[team.ID] = team.Org
	}
	if many {
		own.Policy.Teams["gamma-balie"], own.Policy.Teams["delta-balie"] = "gamma", "delta"
	}
	for _, e := range c.Exclusions {
		own.Policy.Grounds[e.ID] = incident.Ground{Flag: e.Flag, Rule: e.Rule, Board: e.Board}
	}
}

// fact is "DATE TIME KIND" and pairs of a field of incident.Told and its value.
func fact(t testing.TB, words []string) casework.Fact {
	require.GreaterOrEqual(t, len(words), 3, "%v", words)
	told := map[string]any{"line": 7}
	for i := 3; i+1 < len(words); i += 2 {
		told[words[i]] = words[i+1]
	}
	body, err := json.Marshal(told)
	require.NoError(t, err)
	return casework.Fact{At: casetest.When(words[0] + " " + words[1]).UTC(), Kind: words[2], Body: body}
}

// actorOf is who a scenario means.
func actorOf(who string) record.Actor {
	switch who {
	case "reporter":
		return record.Actor{Person: "melder", Org: "noord"}
	case "zuid":
		return record.Actor{Person: "melder-zuid", Org: "zuid"}
	case "desk":
		return record.Actor{Person: "servicedesk", Org: "si"}
	case "slm":
		return record.Actor{Person: "dienstniveau", Org: "si"}
	case "board":
		return record.Actor{Person: "bestuurslid", Org: "board"}
	case "colleague":
		return record.Actor{Person: "alfa-2", Org: "alfa"}
	}
	return record.Actor{Person: who + "-1", Org: who} // an agent of a provider
}
