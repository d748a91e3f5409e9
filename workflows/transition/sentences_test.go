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

// look adds a step that looks at the programme.
func look(c story, when string) *casework.State[transition.State] {
	return c.SeenAt(casetest.When("2026-" + when))
}

// fields are the fields of a refusal with their codes.
func fields(err error) []string {
	var all []string
	if r, ok := casework.RefusalOf(err); ok {
		for _, f := range r.Fields {
			all = append(all, f.Field+"="+f.Code)
		}
	}
	return all
}

// Sentence 1: what is wrong with a plan is named, all of it.
func TestWhatIsWrongWithAPlanIsNamedAllOfIt(t *testing.T) {
	t.Parallel()
	require.NoError(t, request().Check())
	for what, x := range map[string]struct {
		spoil func(*transition.Plan)
		want  []string
	}{
		"a cycle":                          {func(p *transition.Plan) { p.Links = append(p.Links, transition.Link{From: "LIVE", To: "SPEC"}) }, []string{"plan.links=cycle"}},
		"a dependency on nothing":          {func(p *transition.Plan) { p.Links[0].From = "NONE" }, []string{"plan.links=link_to_nothing"}},
		"a dependency on itself":           {func(p *transition.Plan) { p.Links[0].From = "ALFA" }, []string{"plan.links[0]=link_to_itself"}},
		"shares of 99.9 %":                 {func(p *transition.Plan) { p.Milestones[0].Share = share("33.2333") }, []string{"plan.milestones=shares_not_whole"}},
		"a price above the cap":            {func(p *transition.Plan) { p.Price = share("4600000.01") }, []string{"plan.price=above_cap"}},
		"an ID twice":                      {func(p *transition.Plan) { p.Products[1].ID = "catalogue" }, []string{"plan.products[1].id=given_twice"}},
		"an ID that is none":               {func(p *transition.Plan) { p.Projects[1].ID = "a/b" }, []string{"plan.projects[1].id=bad_id", "plan.milestones=unknown_project"}},
		"a date that is missing":           {func(p *transition.Plan) { p.Milestones[1].Due = date("0001-01-01").AddDays(-1) }, []string{"plan.milestones[1].due=too_far"}},
		"a negative lag":                   {func(p *transition.Plan) { p.Links[1].Lag = -1 }, []string{"plan.links[1].lag=between"}},
		"a condition that there is not":    {func(p *transition.Plan) { p.Condition = nil }, []string{"plan.milestones=no_condition"}},
		"a product of nothing":             {func(p *transition.Plan) { p.Products[0].Milestone = "NONE" }, []string{"plan.products=unknown_milestone"}},
		"a handing over to nobody":         {func(p *transition.Plan) { p.ExitItems[0].Way = transition.ExitHandOver }, []string{"plan.exitItems[0].to=required"}},
		"a rhythm on a Saturday, at night": {func(p *transition.Plan) { p.Rhythm = transition.Rhythm{Week: 1, Weekday: 6, Hour: 3} }, []string{"plan.rhythm.weekday=between", "plan.rhythm.hour=between"}},
		"three things at once": {func(p *transition.Plan) {
			p.Title, p.Risks[0].Mitigation, p.Milestones[2].Title = "", " ", ""
		}, []string{"plan.title=required", "plan.milestones[2].title=required", "plan.risks[0].mitigation=required"}},
	} {
		r := request()
		x.spoil(&r.Plan)
		require.Equal(t, x.want, fields(r.Check()), what)
	}
	r := request()
	r.Plan.Links = append(r.Plan.Links, transition.Link{From: "LIVE", To: "SPEC"})
	refusal, _ := casework.RefusalOf(r.Check())
	require.Equal(t, "SPEC → ALFA → LIVE → SPEC", pathFrom(refusal.Fields[0].Args["path"], "SPEC"), "the cycle is named with its path")
}

// pathFrom turns a cycle so that it begins with one of its milestones.
func pathFrom(path, first string) string {
	ids := splitPath(path)
	ids = ids[:len(ids)-1]
	for i, id := range ids {
		if id == first {
			ids = append(append([]string{}, ids[i:]...), ids[:i]...)
			break
		}
	}
	return joinPath(append(ids, ids[0]))
}

// Sentence 2.
func TestAPlanCanBeChangedUntilItIsAccepted(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	var whole, stale, cycle, none *casetest.Answer
	change := func(p transition.Plan, remove transition.Removals) func() *casetest.Answer {
		return func() *casetest.Answer {
			return casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{Seen: c.State().Own.Content, Plan: p, Remove: remove})
		}
	}
	more := transition.Plan{Milestones: []transition.MilestonePlan{{ID: "TEST", Title: "Testomgeving", Project: "alfa", Due: date("2026-04-15")}},
		Links: []transition.Link{{From: "SPEC", To: "TEST"}}}
	at(c, "03-02 11:00", func() { whole = change(more, transition.Removals{Risks: []string{"team"}})() })
	at(c, "03-02 11:01", func() {
		stale = casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{Seen: "another", Plan: more})
	})
	at(c, "03-02 11:02", func() {
		cycle = change(transition.Plan{Links: []transition.Link{{From: "TEST", To: "SPEC"}}}, transition.Removals{})()
	})
	at(c, "03-02 11:03", func() { none = change(more, transition.Removals{})() })
	s := look(c, "03-02 11:04")
	c.Run()
	require.NoError(t, whole.Err)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, "cycle", cycle.Refusal.Fields[0].Code)
	require.Equal(t, "nothing_changes", none.Refusal.Fields[0].Code)
	require.Contains(t, s.Own.Milestones, "TEST")
	require.Equal(t, transition.Owner{Org: "alfa"}, s.Own.Milestones["TEST"].Owner, "the project's")
	require.Empty(t, s.Own.Risks)
	require.Contains(t, s.Own.Carried, "TEST", "its dates are carried")
	require.Empty(t, c.Clock("milestone/SPEC/1").ID, "a plan that is not accepted promises nothing")
}

// Sentence 3.
func TestTheBoardDecidesOnExactlyThePlanThatWasSubmitted(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	var stale, late, changed, silent, refused *casetest.Answer
	var first, second record.Task
	at(c, "03-03 09:00", func() {
		stale = casetest.Send(c, leader, transition.SubmitPlan, "", transition.Submission{Content: "other"})
	})
	at(c, "03-03 09:01", func() { submits(c) })
	at(c, "03-03 09:02", func() {
		first = asked(t, c, "accept_programme_plan", "")
		changed = casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{Seen: c.State().Own.Content,
			Plan: transition.Plan{Projects: []transition.ProjectPlan{{ID: "alfa", Title: "Hosting en netwerk", Owner: transition.Owner{Org: "alfa"}}}}})
	})
	at(c, "03-03 09:03", func() { second = asked(t, c, "accept_programme_plan", ""); late = decides(c, first, "approve", "") })
	at(c, "03-03 09:04", func() { silent = decides(c, second, "reject", "") })
	at(c, "03-03 09:05", func() { refused = decides(c, second, "reject", "te laat klaar") })
	s := look(c, "03-03 09:06")
	c.Run()
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, []string{"board_asked_again"}, changed.Receipt.Notes)
	require.NotEqual(t, first.Content, second.Content)
	require.Equal(t, casework.CodeStale, late.Refusal.Code)
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.NoError(t, refused.Err)
	require.Equal(t, transition.Planning, s.Stage)
	require.Equal(t, "te laat klaar", s.Own.Refused)
	require.Equal(t, record.Recipient{Org: "board", Role: "member"}, second.Assignee)
	require.Equal(t, "2026-03-11 00:00", face(*second.Due), "5 working days")
}

// Sentence 3: a plan whose shares are not whole cannot be submitted.
func TestAPlanIsSubmittedWithWholeShares(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	var half, submitted *casetest.Answer
	at(c, "03-03 09:00", func() {
		x := request().Plan.Milestones[2]
		x.Share = share("33")
		half = casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{Seen: c.State().Own.Content, Plan: transition.Plan{Milestones: []transition.MilestonePlan{x}}})
	})
	at(c, "03-03 09:01", func() { submitted = submits(c) })
	c.Run()
	require.Equal(t, []string{"shares_incomplete"}, half.Receipt.Notes)
	require.Equal(t, casework.FieldError{Field: "plan.milestones", Code: "shares_not_whole", Args: map[string]string{"sum": "99.6667"}}, submitted.Refusal.Fields[0])
}

// Sentence 4.
func TestTheAcceptedPlanIsTheFirstBaseline(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	s := look(c, "03-03 10:01")
	c.Run()
	require.Equal(t, transition.Running, s.Stage)
	require.Equal(t, 1, s.Own.Baseline)
	require.Equal(t, date("2026-06-01"), s.Own.Baselines["1"].Dates["LIVE"])
	require.Len(t, s.Own.Baselines["1"].Dates, 4)
	require.Equal(t, member, s.Own.Baselines["1"].By)
	require.Equal(t, "333333.00", s.Own.Milestones["SPEC"].Amount.StringFixed(2))
	require.Equal(t, "333334.00", s.Own.Milestones["LIVE"].Amount.StringFixed(2))
	for id, due := range map[string]string{"SPEC": "2026-04-02", "ALFA": "2026-05-05", "BETA": "2026-05-05", "LIVE": "2026-06-02"} {
		require.Equal(t, due+" 00:00", face(*c.Clock("milestone/" + id + "/1").Result.Due), id)
	}
	require.Equal(t, sla.Met, c.Clock("plan/1").Result.State)
}

// Sentence 5 (N-15): an award that came too late leaves the dates open.
func TestDatesDoNotHoldWhenTheAwardCameTooLate(t *testing.T) {
	t.Parallel()
	r := request()
	r.Plan.Condition.Awarded = nil
	c := programme(t, lived{request: &r})
	accepted(t, c)
	var future, recorded, foreign *casetest.Answer
	award := func(who record.Actor, day string) *casetest.Answer {
		return casetest.Send(c, who, transition.RecordAward, "", transition.Award{Date: date(day)})
	}
	at(c, "03-04 09:00", func() { future = award(leader, "2026-03-05") })
	at(c, "03-04 09:01", func() { foreign = award(alfa, "2026-03-03") })
	at(c, "03-04 09:02", func() { recorded = award(member, "2026-03-03") })
	late := look(c, "03-04 09:03")
	at(c, "03-04 09:04", func() { award(member, "2026-02-27") })
	intime := look(c, "03-04 09:05")
	c.Run()
	require.Equal(t, "in_the_future", future.Refusal.Fields[0].Code)
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.NoError(t, recorded.Err)
	require.True(t, late.Own.Milestones["SPEC"].Unfixed)
	require.Empty(t, late.Own.Milestones["SPEC"].Clock)
	require.False(t, late.Own.Milestones["ALFA"].Unfixed, "its date does not depend on it")
	require.Contains(t, late.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaUnfixed, Subject: "SPEC"})
	require.False(t, intime.Own.Milestones["SPEC"].Unfixed)
	require.Equal(t, sla.Running, intime.Clocks["milestone/SPEC/1"].Result.State, "its clock runs again")
}
