package portal

import (
	"net/http"
	"net/url"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/problem"
)

// problemListPage lists problems: open first, by their due time, with who must
// act (B-13).
type problemListPage struct {
	Page
	Filter  Sheet
	Open    []Choice
	Rows    []problemItem
	CanOpen bool
	Next    string
}

type problemItem struct {
	Ref, Path, Title, Stage, Service, Handler, Who string
	Clock                                          *clockItem
	Closed                                         bool
}

var problemListShape = newShape("problem_list", &problemListPage{})

func (p *portal) problemList(v *visit) error {
	open := v.query("open")
	if open == "" {
		open = "open"
	}
	filter := ledger.CaseFilter{Process: problem.Name, Text: v.query("text"), Open: open, Sort: "due"}
	if open == "all" {
		filter.Open, filter.Sort = "", "opened"
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, filter, ledger.Page{Limit: 50, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &problemListPage{Page: v.page(v.text.T("nav.problems")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), CanOpen: v.who.May(identity.OpenProblem, nil),
		Open: []Choice{{Value: "open", Text: v.text.T("cases.open")}, {Value: "closed", Text: v.text.T("cases.closed")}, {Value: "all", Text: v.text.T("cases.both")}}}
	page.Wide = true
	if next != "" {
		page.Next = "/problems?" + url.Values{"text": {v.query("text")}, "open": {open}, "from": {next}}.Encode()
	}
	items, err := v.caseItems(rows)
	if err != nil {
		return err
	}
	for i, row := range rows {
		item, err := v.problemItem(row, items[i])
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, item)
	}
	return show(v, http.StatusOK, problemListShape, page)
}

func (v *visit) problemItem(row ledger.CaseRow, item caseItem) (problemItem, error) {
	own, err := app.ProblemOf(row)
	if err != nil {
		return problemItem{}, err
	}
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return problemItem{}, err
	}
	x := problemItem{Ref: row.Ref, Path: item.Path, Title: row.Title, Stage: item.Stage, Service: v.serviceName(own.Origin.Service),
		Handler: names[own.Handler.Org], Clock: item.Clock, Closed: item.Closed}
	if next := own.NextActor; next != nil {
		x.Who = names[next.Person]
		if next.Person == "" {
			x.Who = names[next.Org]
		}
		x.Who += ": " + titled(v.text, "task.", next.Task)
	}
	return x, nil
}
