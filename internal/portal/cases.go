package portal

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// caseListPage lists the cases that the reader may see.
type caseListPage struct {
	Page
	Lead   string
	Filter Sheet
	// Processes are there when there is more than one; Stages are those of the
	// chosen process, or of the only one.
	Processes []Choice
	Stages    []Choice
	Open      []Choice
	Sort      []Choice
	Cases     []caseItem
	Filtered  bool
	// Openers are where the reader can open a case.
	Openers []NavLink
	// ShowClient and ShowProvider leave out the column that is the same in every row.
	ShowClient, ShowProvider bool
	Next, First              string
}

// caseItem is a case in a list, with the clock that counts most.
type caseItem struct {
	Ref, Path, Title string
	Process, Stage   string
	Client, Provider string
	Opened           string
	Closed           bool
	Clock            *clockItem
}

// clockItem is a clock in a list.
type clockItem struct {
	Name, Until string
	Due         badge
	// Percent of the target that is used, 0 to 100, drawn as a bar when HasBar.
	Percent int
	HasBar  bool
}

var caseListShape = newShape("cases", &caseListPage{})

func (p *portal) caseList(v *visit) error { return v.showCases(v.query("text")) }

// showCases lists cases, with words to search for.
func (v *visit) showCases(words string) error {
	ctx := v.r.Context()
	filter := ledger.CaseFilter{Process: v.query("process"), Stage: v.query("stage"), Open: v.query("open"), Text: words, Sort: v.query("sort")}
	if filter.Sort != "opened" {
		filter.Sort = "due" // what presses most comes first
	}
	if filter.Open == "" && words == "" {
		filter.Open = "open"
	}
	if filter.Open == "all" {
		filter.Open = ""
	}
	if v.query("mine") != "" {
		filter.Person = v.who.Person
	}
	if !slices.ContainsFunc(v.stageChoices(), func(c Choice) bool { return c.Value == filter.Stage }) {
		filter.Stage = "" // a stage of a process that is no longer chosen
	}
	rows, next, err := v.portal.service.Cases(ctx, v.who, filter, ledger.Page{Limit: perPage, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &caseListPage{Page: v.page(v.text.T("nav.cases." + v.who.Kind)), Lead: v.text.T("cases.lead." + v.who.Kind),
		Filter: v.sheet(Form{Values: v.r.URL.Query()}), Openers: v.openers(),
		ShowClient: v.who.Kind != "client", ShowProvider: v.who.Kind != "provider"}
	page.Search = words
	for _, name := range []string{"process", "stage", "open", "text", "mine", "q"} {
		page.Filtered = page.Filtered || v.query(name) != ""
	}
	page.Filter.Values.Set("text", words)
	v.caseChoices(page)
	if page.Cases, err = v.caseItems(rows); err != nil {
		return err
	}
	if next != "" {
		page.Next = v.turn(next)
	}
	if v.query("from") != "" {
		page.First = v.turn("")
	}
	return show(v, http.StatusOK, caseListShape, page)
}

func (v *visit) caseChoices(page *caseListPage) {
	all := v.portal.processes
	if len(all) > 1 {
		page.Processes = []Choice{{Text: v.text.T("cases.process.all")}}
		for _, x := range all {
			page.Processes = append(page.Processes, Choice{Value: x.name, Text: v.processName(x.name)})
		}
	}
	page.Stages = v.stageChoices()
	page.Open = []Choice{{Value: "open", Text: v.text.T("cases.open")}, {Value: "closed", Text: v.text.T("cases.closed")}, {Value: "all", Text: v.text.T("cases.both")}}
	page.Sort = []Choice{{Value: "due", Text: v.text.T("cases.sort.due")}, {Value: "opened", Text: v.text.T("cases.sort.opened")}}
}

// stageChoices are the stages of the chosen process, or of the only one.
func (v *visit) stageChoices() []Choice {
	all := v.portal.processes
	for _, x := range all {
		if len(all) > 1 && x.name != v.query("process") || len(x.stages) == 0 {
			continue
		}
		choices := []Choice{{Text: v.text.T("cases.stage.all")}}
		for _, s := range x.stages {
			choices = append(choices, Choice{Value: s, Text: titled(v.text, "stage."+x.name+".", s)})
		}
		return choices
	}
	return nil
}

// caseItems presents cases with their most urgent clock.
func (v *visit) caseItems(rows []ledger.CaseRow) ([]caseItem, error) {
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return nil, err
	}
	var items []caseItem
	for _, row := range rows {
		item := caseItem{Ref: row.Ref, Path: casePath(row.Ref), Title: row.Title, Process: v.processName(row.Process), Stage: v.stageText(row), Client: names[row.Parties.Client],
			Opened: v.text.Date(row.OpenedAt), Closed: row.Outcome != ""}
		var providers []string
		for _, id := range row.Parties.Providers {
			providers = append(providers, names[id])
		}
		item.Provider = strings.Join(providers, ", ")
		if row.Outcome == "" {
			clocks, err := v.portal.service.Clocks(v.r.Context(), v.who, row.Ref)
			if err != nil {
				return nil, err
			}
			item.Clock = v.clockItem(clocks)
		}
		items = append(items, item)
	}
	return items, nil
}

func (v *visit) stageText(row ledger.CaseRow) string {
	return titled(v.text, "stage."+row.Process+".", row.Stage)
}

// processName is what people call a process.
func (v *visit) processName(name string) string { return titled(v.text, "process.", name) }

// clockItem presents the clock that is due first; nil when none runs.
func (v *visit) clockItem(clocks []record.Clock) *clockItem {
	var first *record.Clock
	for i, k := range clocks {
		if k.Stopped() || k.Result.Due == nil || k.Lapse && !k.Result.Due.After(v.now) {
			continue
		}
		if first == nil || k.Result.Due.Before(*first.Result.Due) {
			first = &clocks[i]
		}
	}
	if first == nil {
		return nil
	}
	item := &clockItem{Name: titled(v.text, "clock.", first.Definition), Due: v.dueBadge(first.Result.Due), Until: v.text.Deadline(*first.Result.Due)}
	if first.Result.State == sla.Paused {
		item.Due, item.Until = v.pausedBadge(), ""
	}
	if p := first.Result.Percent; p != nil {
		item.HasBar, item.Percent = true, int(min(100, max(0, *p)))
	}
	return item
}

// reference is what a case's reference looks like; people also type it in small
// letters and without the leading zeros.
var reference = regexp.MustCompile(`^([A-Za-z]{3})[- ]?(\d{4})[- ]?(\d{1,6})$`)

// referenceOf writes a reference as cases have it; another text stays as it is.
func referenceOf(words string) string {
	m := reference.FindStringSubmatch(words)
	if m == nil {
		return words
	}
	return strings.ToUpper(m[1]) + "-" + m[2] + "-" + strings.Repeat("0", 6-len(m[3])) + m[3]
}

// search goes straight to a case by its reference, else it searches for words.
func (p *portal) search(v *visit) error {
	words := v.query("q")
	if ref := referenceOf(words); reference.MatchString(ref) {
		_, err := p.service.Case(v.r.Context(), v.who, ref)
		if err == nil {
			v.redirect(casePath(ref))
			return nil
		}
	}
	return v.showCases(words)
}
