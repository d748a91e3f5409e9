package portal

import (
	"fmt"
	"slices"
	"strings"

	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/workflows/regie"
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
	Tasks        []openTask
	Timeline     []entry
	OldestFirst  bool
	// Order of the other timeline, as an address.
	Turn string

	Request      requestView
	Rounds       []roundView
	Offer        *offerView
	Interviews   []interviewView
	Approvals    []approvalView
	Order        []fact
	Sheets       []sheetView
	Statements   []statementView
	Changes      []changeView
	Replacements []replacementView
}

// openTask is a task of the case that somebody still has to do.
type openTask struct {
	Text, About, Who, Due string
	Late                  bool
	// Path is the way to it for those who can do it.
	Path string
}

// clockPart, changePart and replacementPart hand one thing to a part of the
// template together with the page's words.
type (
	clockPart struct {
		Page *Page
		View clockView
	}
	changePart struct {
		Page *Page
		View changeView
	}
	replacementPart struct {
		Page *Page
		View replacementView
	}
)

// ClockPart is a clock for its part of the template.
func (p *Page) ClockPart(v clockView) clockPart { return clockPart{p, v} }

// ChangePart is a change for its part of the template.
func (p *Page) ChangePart(v changeView) changePart { return changePart{p, v} }

// ReplacementPart is a replacement for its part of the template.
func (p *Page) ReplacementPart(v replacementView) replacementPart { return replacementPart{p, v} }

// Weekdays are the short names of the days, Monday first.
func (p *Page) Weekdays() []string {
	var all []string
	for i := 1; i <= 7; i++ {
		all = append(all, p.T(fmt.Sprintf("format.weekday.%02d", i%7)))
	}
	return all
}

var caseShape = newShape("case", &casePage{})

// caseShow is the page of a case.
func (p *portal) caseShow(v *visit) error {
	r, err := v.readCase()
	if err != nil {
		return err
	}
	page, err := v.casePage(r)
	if err != nil {
		return err
	}
	return show(v, 200, caseShape, page)
}

// readCase reads the case of the address for the reader.
func (v *visit) readCase() (regieReader, error) {
	whole, err := v.portal.service.Whole(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return regieReader{}, err
	}
	own, err := whole.Regie()
	if err != nil {
		return regieReader{}, err
	}
	return regieReader{say: v.text, Whole: whole, own: own, profiles: v.profileNames(), catalogue: v.portal.service.Policy.Regie.Profiles}, nil
}

// profileNames are the profiles' names in the reader's language.
func (v *visit) profileNames() map[string]string {
	names := map[string]string{}
	for _, p := range v.portal.service.Policy.Regie.Profiles {
		names[p.ID] = p.NL
		if v.text.Lang() == i18n.English {
			names[p.ID] = p.EN
		}
	}
	return names
}

func (v *visit) casePage(r regieReader) (*casePage, error) {
	page := &casePage{
		Page: v.page(r.Ref + " – " + r.Title), Ref: r.Ref, CaseTitle: r.Title, Process: v.text.T("process.regie"),
		Stage: r.Stage, StageText: titled(v.text, "stage.regie.", r.Stage),
		Client: r.name(r.Parties.Client), Provider: r.provider(), Requester: r.name(r.Parties.Requester), Contact: r.representative(),
		Waiting: r.waiting(), Actions: r.actionsFor(v.who), Steps: r.steps(), Tasks: r.openTasks(v.who),
		OldestFirst: v.query("order") == "oldest", Request: r.request(), Rounds: r.roundViews(), Offer: r.offer(),
		Interviews: r.interviews(), Approvals: r.approvals(), Order: r.order(), Sheets: r.sheets(), Statements: r.statements(),
		Changes: r.changeViews(), Replacements: r.replacementViews(),
	}
	page.Wide = true
	page.Timeline = r.timeline(page.OldestFirst)
	page.Turn = casePath(r.Ref) + "?order=oldest#timeline"
	if page.OldestFirst {
		page.Turn = casePath(r.Ref) + "#timeline"
	}
	if err := v.clocks(page, r); err != nil {
		return nil, err
	}
	page.Look = lookOfPage(r, page.Clocks)
	return page, nil
}

// clocks puts the case's clocks on the page: what counts most first.
func (v *visit) clocks(page *casePage, r regieReader) error {
	list := slices.Clone(r.Clocks)
	slices.SortStableFunc(list, func(a, b record.Clock) int { return clockRank(a) - clockRank(b) })
	reader := v.clockReader(r)
	for _, k := range list {
		view, err := reader.view(k)
		if err != nil {
			return err
		}
		if k.Stopped() || view.Look == "lapsed" {
			page.Past = append(page.Past, view)
			continue
		}
		page.Clocks = append(page.Clocks, view)
	}
	return nil
}

func (v *visit) clockReader(r regieReader) clockReader {
	return clockReader{say: v.text, now: r.Now, calendarOf: v.portal.service.Store.CalendarOf, definition: v.definition,
		stories: r.pauseStories(), about: r.clockAbout, reached: reached(r.Events)}
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

// clockRank puts the answer time before all, then promises before terms that lapse.
func clockRank(k record.Clock) int {
	switch {
	case k.ID == regie.ClockAnswer:
		return 0
	case !k.Lapse:
		return 1
	case strings.HasPrefix(k.ID, regie.ClockValidity):
		return 2
	}
	return 3
}

// lookOfPage is how the sentence about waiting looks.
func lookOfPage(r regieReader, clocks []clockView) string {
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

// steps is the picture of the process in words.
func (r regieReader) steps() []step {
	all := stepsOf(r.Stage, r.own)
	for i := range all {
		all[i].Label = r.say.T("regie.step." + all[i].Key)
		all[i].StateLabel = r.say.T("case.step." + string(all[i].State))
	}
	return all
}
