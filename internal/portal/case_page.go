package portal

import (
	"slices"

	"termijn/internal/record"
)

// casePage shows where a case stands, why, what comes next and by whom.
type casePage struct {
	Page
	Ref, CaseTitle, Process string
	Stage, StageText        string
	Client, Provider        string
	Requester, Contact      string
	Waiting                 string
	// Look is how the sentence about waiting looks: "paused", "late", "done" or "running".
	Look    string
	Actions actions
	Steps   []step
	// Clocks run or stand still now; Past have stopped. The first of Clocks is the
	// one that counts most.
	Clocks, Past []clockView
	// Elsewhere leads to clocks that are not on the page.
	Elsewhere clocksElsewhere
	Tasks     []openTask
	// Links are related cases.
	Links       []linkView
	Timeline    []entry
	OldestFirst bool
	// Order of the other timeline, as an address.
	Turn string

	// Own is the process's own part.
	Own any
}

// openTask is a task of the case that somebody still has to do.
type openTask struct {
	Text, About, Who, Due string
	Late                  bool
	// Path is the way to it for those who can do it.
	Path string
}

// clocksElsewhere says how many clocks a page leaves out, and where they are.
type clocksElsewhere struct {
	Text  string
	Links []NavLink
}

// clockPart hands a clock to a part of the template together with the page's words.
type clockPart struct {
	Page *Page
	View clockView
}

// ClockPart is a clock for its part of the template.
func (p *Page) ClockPart(v clockView) clockPart { return clockPart{p, v} }

// changedView is a field that reads otherwise now than when somebody saw it.
type changedView struct{ Field, Before, Now string }

// casePageOf is the page of a case with a process's own part of type C in it.
type casePageOf[C any] struct {
	*casePage
	Own C
}

// newCaseShape shows cases with the part "case-part" that a file of templates
// defines; it is given what the view's content returned.
func newCaseShape[C any](file string) sender[*casePage] {
	s := newShape(file, &casePageOf[C]{}, "case")
	return func(v *visit, status int, page *casePage) error {
		own, _ := page.Own.(C)
		return show(v, status, s, &casePageOf[C]{page, own})
	}
}

// plainCase shows a case of a process without a part of its own.
var plainCase = newCaseShape[*nothing]("case")

// nothing is the own part of a process that has none.
type nothing struct{}

// caseShow is the page of a case.
func (p *portal) caseShow(v *visit) error {
	view, err := v.readCase()
	if err != nil {
		return err
	}
	page, err := v.casePage(view)
	if err != nil {
		return err
	}
	send := view.reader().proc.caseShape
	if send == nil {
		send = plainCase
	}
	return send(v, 200, page)
}

func (v *visit) casePage(view caseView) (*casePage, error) {
	r := view.reader()
	page := &casePage{
		Page: v.page(r.Ref + " – " + r.Title), Ref: r.Ref, CaseTitle: r.Title, Process: v.processName(r.Process),
		Stage: r.Stage, StageText: r.stageText(),
		Client: r.name(r.Parties.Client), Provider: r.providerNames(), Requester: r.name(r.Parties.Requester), Contact: r.name(r.Parties.Representative),
		Waiting: view.waiting(), Actions: actionsFor(view, v.who), Steps: view.steps(), Tasks: openTasks(view, v.who), Links: r.links(),
		OldestFirst: v.query("order") == "oldest",
	}
	page.Wide = true
	page.Own = view.content(&page.Page)
	page.Timeline = timeline(view, page.OldestFirst)
	page.Turn = casePath(r.Ref) + "?order=oldest#timeline"
	if page.OldestFirst {
		page.Turn = casePath(r.Ref) + "#timeline"
	}
	if err := v.clocks(page, view); err != nil {
		return nil, err
	}
	page.Look = lookOfPage(r, page.Clocks)
	return page, nil
}

// clocks puts the case's clocks on the page: what counts most first.
func (v *visit) clocks(page *casePage, view caseView) error {
	list := slices.Clone(view.reader().Clocks)
	slices.SortStableFunc(list, func(a, b record.Clock) int { return view.clockRank(a) - view.clockRank(b) })
	all := len(list)
	list = keep(list, view.clockMatters)
	if left := all - len(list); left > 0 {
		page.Elsewhere = view.otherClocks(left)
	}
	reader := v.clockReader(view)
	for _, k := range list {
		shown, err := reader.view(k)
		if err != nil {
			return err
		}
		if k.Stopped() || shown.Look == "lapsed" {
			page.Past = append(page.Past, shown)
			continue
		}
		page.Clocks = append(page.Clocks, shown)
	}
	return nil
}

func (v *visit) clockReader(view caseView) clockReader {
	r := view.reader()
	return clockReader{say: v.text, now: r.Now, calendarOf: v.portal.service.Store.CalendarOf, definition: v.definition,
		stories: view.pauseStories(), about: view.clockAbout, reached: reached(r.Events)}
}

// definition finds an SLA definition in the version that a clock keeps.
func (v *visit) definition(id string, version int) (record.Definition, bool) {
	for _, d := range v.portal.service.Policy.Definitions {
		if d.ID == id && d.Version == version {
			return d.Definition, true
		}
	}
	return record.Definition{}, false
}

// lookOfPage is how the sentence about waiting looks.
func lookOfPage(r caseReader, clocks []clockView) string {
	if r.Outcome != "" {
		return "done"
	}
	look := "running"
	for _, k := range clocks {
		switch k.Look {
		case "paused":
			return "paused"
		case "breached":
			look = "late"
		}
	}
	return look
}
