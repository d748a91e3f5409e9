package portal

import (
	"cmp"
	"net/http"
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/change"
)

// changeListPage lists changes: those that wait for the reader first, each by its window.
type changeListPage struct {
	Page
	Lead   string
	Filter Sheet
	// What a list can be narrowed to.
	Stages, Kinds, Providers, Items, Open []Choice
	Mine, Others                          []changeItem
	Filtered, CanOpen, CanReport          bool
	Next, First                           string
}

// changeItem is a change in the list.
type changeItem struct {
	Ref, Path, Title, Kind, Stage, Provider, Window string
	// Hits counts what it collides with; Held says that it must not start.
	Hits, Held string
	// Waits says who acts next.
	Waits string
	Clock *clockItem
}

var changeListShape = newShape("change_list", &changeListPage{})

// changesShown is how many changes a page of the list has.
const changesShown = 50

// changeList shows the list.
func (p *portal) changeList(v *visit) error {
	f := ledger.ChangeFilter{Kind: v.query("kind"), Provider: v.query("provider"), Item: v.query("item"), Text: v.query("text"), Closed: v.query("open") == "closed"}
	if stage := v.query("stage"); stage != "" {
		f.Stages = []string{stage}
	}
	rows, next, err := p.service.Changes(v.r.Context(), v.who, f, ledger.Page{Limit: changesShown, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &changeListPage{Page: v.page(v.text.T("nav.changes")), Lead: v.text.T("change.list.lead." + v.who.Kind), Filter: v.sheet(Form{Values: v.r.URL.Query()}),
		CanOpen: v.who.May(identity.OpenChange, nil), CanReport: v.who.May(identity.ReadChangeReport, nil)}
	page.Wide = true
	for _, name := range []string{"stage", "kind", "provider", "item", "text", "open"} {
		page.Filtered = page.Filtered || v.query(name) != ""
	}
	if err := v.changeListChoices(page); err != nil {
		return err
	}
	mine, err := v.myCases(change.Name)
	if err != nil {
		return err
	}
	items, err := v.caseItems(rows)
	if err != nil {
		return err
	}
	for i, row := range rows {
		x, err := v.changeItem(row, items[i])
		if err != nil {
			return err
		}
		if slices.Contains(mine, row.Ref) {
			page.Mine = append(page.Mine, x)
			continue
		}
		page.Others = append(page.Others, x)
	}
	if next != "" {
		page.Next = v.turn(next)
	}
	if v.query("from") != "" {
		page.First = v.turn("")
	}
	return show(v, http.StatusOK, changeListShape, page)
}

// myCases are the cases of a process in which something is asked of the reader.
func (v *visit) myCases(process string) ([]string, error) {
	tasks, _, err := v.portal.service.Tasks(v.r.Context(), v.who, ledger.TaskFilter{Process: process}, ledger.Page{Limit: 200})
	if err != nil {
		return nil, err
	}
	var refs []string
	for _, t := range tasks {
		refs = append(refs, t.Case)
	}
	return refs, nil
}

func (v *visit) changeListChoices(page *changeListPage) error {
	all := func(id string) []Choice { return []Choice{{Text: v.text.T(id)}} }
	page.Stages, page.Kinds, page.Providers, page.Items = all("change.list.stage.all"), all("change.list.kind.all"), all("change.list.provider.all"), all("change.list.item.all")
	for _, stage := range changeProcess.stages[:6] {
		page.Stages = append(page.Stages, Choice{Value: stage, Text: v.text.T("stage.change." + stage)})
	}
	for _, kind := range append(slices.Clone(change.Kinds), change.Automated) {
		page.Kinds = append(page.Kinds, Choice{Value: kind, Text: v.text.T("change.kind." + kind)})
	}
	page.Open = []Choice{{Text: v.text.T("change.list.open")}, {Value: "closed", Text: v.text.T("change.list.closed")}}
	// The Service Integrator does changes of its own (F-04).
	doers, err := v.portal.service.Keepers(v.r.Context())
	if err != nil {
		return err
	}
	page.Providers = append(page.Providers, orgChoices(doers, "")...)
	on, err := v.itemMap()
	if err != nil {
		return err
	}
	for _, i := range on.Items() {
		if visibleTo(v.who, i) {
			page.Items = append(page.Items, Choice{Value: i.ID, Text: i.Name(v.text.Lang())})
		}
	}
	slices.SortFunc(page.Items[1:], func(a, b Choice) int { return cmp.Compare(a.Text, b.Text) })
	return nil
}

// changeItem presents a change of the list.
func (v *visit) changeItem(row ledger.CaseRow, item caseItem) (changeItem, error) {
	own, err := app.ChangeOf(row)
	if err != nil {
		return changeItem{}, err
	}
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return changeItem{}, err
	}
	kind, _ := wordOf(v.text, change.Name, "kind", own.Kind)
	x := changeItem{Ref: row.Ref, Path: item.Path, Title: row.Title, Kind: kind, Stage: item.Stage, Provider: names[own.Provider], Clock: item.Clock,
		Window: periodIn(v.text, own.Content.From, own.Content.To)}
	if x.Window == "" {
		x.Window = v.text.T("change.list.window.none")
	}
	if n := len(own.Collisions) + own.More; n > 0 {
		x.Hits = v.text.T("change.list.hits", "Count", n)
	}
	if own.Held != nil {
		x.Held = v.text.T("change.list.held")
	}
	if own.Ballot != nil && row.Stage == change.Approving {
		if n := own.Ballot.Tally(nil).Missing; n > 0 {
			x.Waits = v.text.T("change.list.votes", "Count", n)
		}
	}
	return x, nil
}

// changeRows hands changes of the list to their part of the template.
type changeRows struct {
	*Page
	Heading string
	Rows    []changeItem
}

// Part hands a list of changes to the template "changes".
func (p *changeListPage) Part(heading string, rows []changeItem) changeRows {
	return changeRows{&p.Page, p.T(heading), rows}
}

// Any reports whether there is a change to show.
func (p *changeListPage) Any() bool { return len(p.Mine)+len(p.Others) > 0 }
