package transition_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/activities"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

const ref = "TRP-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var (
	leader  = record.Actor{Person: "programma", Org: "si"}
	member  = record.Actor{Person: "bestuurslid", Org: "board"}
	alfa    = record.Actor{Person: "alfa-verantwoordelijke", Org: "alfa"}
	beta    = record.Actor{Person: "beta-verantwoordelijke", Org: "beta"}
	betaToo = record.Actor{Person: "beta-medewerker", Org: "beta"}
)

type story = *casetest.Case[transition.State]

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func dated(text string) *calendar.Date {
	d := date(text)
	return &d
}

func share(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// request is a small programme: the integrator's specifications, on which two
// providers build, and a go-live after both.
//
//	SPEC (si) → ALFA (alfa, 10 WD) → LIVE (si, 5 WD)
//	          → BETA (beta, 5 WD)  ↗
func request() transition.Request {
	return transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{
		Title: "Transitie", Price: share("1000000.00"), Cap: share("4600000"),
		Condition: &transition.Condition{AwardBy: date("2026-02-27"), Awarded: dated("2026-02-20")},
		Rhythm:    transition.Rhythm{Week: 2, Weekday: 2, Hour: 14},
		Projects: []transition.ProjectPlan{{ID: "si", Title: "Integratie", Owner: transition.Owner{Org: "si"}},
			{ID: "alfa", Title: "Hosting", Owner: transition.Owner{Org: "alfa"}}, {ID: "beta", Title: "Toepassingen", Owner: transition.Owner{Org: "beta"}}},
		Milestones: []transition.MilestonePlan{
			{ID: "SPEC", Title: "Specificaties", Project: "si", Due: date("2026-04-01"), Share: share("33.3333"), Conditional: true, Rule: "N-10"},
			{ID: "ALFA", Title: "Hosting klaar", Project: "alfa", Due: date("2026-05-04")},
			{ID: "BETA", Title: "Toepassingen klaar", Project: "beta", Due: date("2026-05-04"), Share: share("33.3333")},
			{ID: "LIVE", Title: "Exploitatie", Project: "si", Due: date("2026-06-01"), Share: share("33.3334"), GoLive: true, Rule: "N-14"},
		},
		Links: []transition.Link{{From: "SPEC", To: "ALFA", Lag: 10}, {From: "SPEC", To: "BETA", Lag: 5}, {From: "ALFA", To: "LIVE", Lag: 5}, {From: "BETA", To: "LIVE", Lag: 5}},
		Products: []transition.ProductPlan{{ID: "catalogue", Milestone: "SPEC", Title: "Integratiecatalogus", Criteria: []string{"Alle interfaces beschreven"}},
			{ID: "tests", Milestone: "BETA", Title: "Testrapport"}},
		Checklist: []transition.ItemPlan{{ID: "processes", Milestone: "LIVE", Kind: transition.ItemProcesses, Title: "Alle processen werken"},
			{ID: "backout", Milestone: "LIVE", Kind: transition.ItemBackOut, Title: "Terugdraaiprocedure", Owner: transition.Owner{Org: "alfa"}}},
		Risks:     []transition.RiskPlan{{ID: "team", Title: "Te weinig mensen", Milestone: "BETA", Mitigation: "Extra team", Owner: transition.Owner{Org: "beta"}}},
		ExitItems: []transition.ExitPlan{{ID: "problems", Title: "Openstaande problemen", Kind: "problem", From: "Vorige dienstverlener"}},
	}}
}

// lived is how a programme of a test is lived.
type lived struct {
	server  *casetest.Server
	every   int
	request *transition.Request
	at      time.Time
	// left is how a worker that went away left it.
	left     *casework.State[transition.State]
	carrying func(story) func(record.ErrandCall) (any, error)
}

// programme is a programme that was just opened.
func programme(t testing.TB, o lived) story {
	t.Helper()
	r, at := request(), begin
	if o.request != nil {
		r = *o.request
	}
	if !o.at.IsZero() {
		at = o.at
	}
	policy := casetest.Policy(t)
	start := casework.Start[transition.State]{Actor: leader, State: casework.State[transition.State]{Ref: ref, Process: transition.Name,
		Version: transition.Version, Title: r.Plan.Title, Parties: transition.Parties(r), Own: transition.Opened(r),
		Definitions: policy.Definitions.For(transition.Name, calendar.DateOf(at, casetest.Brussels))}}
	if o.left != nil {
		start.State = *o.left
	}
	var c story
	carrying := carried
	if o.carrying != nil {
		carrying = o.carrying
	}
	c = casetest.New(t, casetest.Options[transition.State]{Workflow: transition.Workflow, Name: transition.Name, At: at,
		Start:     start,
		Calendars: policy.Calendars, ContinueEvery: o.every, Server: o.server,
		Errands: map[string]func(record.ErrandCall) (any, error){record.CarryActivity: func(call record.ErrandCall) (any, error) { return carrying(c)(call) }},
		Ready:   func(s casework.State[transition.State]) bool { return !s.Own.Carry.Pending() || s.Outcome != "" },
	})
	return c
}

// carried answers as the product's activity does, from what was recorded last.
func carried(c story) func(record.ErrandCall) (any, error) {
	return func(call record.ErrandCall) (any, error) {
		batches := c.Ledger.Batches()
		last := batches[len(batches)-1]
		return activities.Carry(call.Case, last.Event.Seq, last.View, c.Calendars(), c.Now())
	}
}

// at is a step at a time of 2026, written "03-03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-"+when), do) }

func submits(c story) *casetest.Answer {
	return casetest.Send(c, leader, transition.SubmitPlan, "", transition.Submission{Content: c.State().Own.Content})
}

// asked is the open task of a kind about a subject.
func asked(t testing.TB, c story, kind, subject string) record.Task {
	t.Helper()
	s := c.State()
	task, ok := s.OpenTask(kind, subject)
	require.True(t, ok, "nobody is asked to %s %s", kind, subject)
	return task
}

func decides(c story, task record.Task, option, reason string) *casetest.Answer {
	return casetest.Send(c, member, casework.Decide, "", casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
}

// accepted brings the plan into force on 3 March.
func accepted(t testing.TB, c story) {
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 10:00", func() { decides(c, asked(t, c, "accept_programme_plan", ""), "approve", "") })
}

func forecasts(c story, who record.Actor, milestone, day, reason string) *casetest.Answer {
	return casetest.Send(c, who, transition.Forecast, "", transition.ForecastDate{Milestone: milestone, Date: date(day), Reason: reason,
		Seen: c.State().Own.Milestones[milestone].Seen()})
}

func evidence(title string) []transition.Evidence {
	return []transition.Evidence{{Title: title, URL: "https://dms.example/" + title}}
}

func delivers(c story, who record.Actor, product string) *casetest.Answer {
	return casetest.Send(c, who, transition.Deliver, "", transition.Delivering{Product: product, Evidence: evidence(product)})
}

func reaches(c story, who record.Actor, milestone, day string) *casetest.Answer {
	return casetest.Send(c, who, transition.Reach, "", transition.Reaching{Milestone: milestone, Date: date(day), Evidence: evidence(milestone)})
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.Face
