package portal

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/freeze"
)

// freezeListPage lists freezes and maintenance windows.
type freezeListPage struct {
	Page
	Filter  Sheet
	Open    []Choice
	Rows    []freezeItem
	Actions []action
	Next    string
}

type freezeItem struct {
	Ref, Path, Title, Kind, Stage, Items, When string

	from time.Time
}

// mostFreezes stand on one page, in the order of their windows.
const mostFreezes = 200

var freezeListShape = newShape("freeze_list", &freezeListPage{})

func (p *portal) freezeList(v *visit) error {
	open := v.query("open")
	if open != "all" {
		open = "open"
	}
	filter := ledger.CaseFilter{Process: freeze.Name}
	if open == "open" {
		filter.Open = "open"
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, filter, ledger.Page{Limit: mostFreezes, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &freezeListPage{Page: v.page(v.text.T("nav.freezes")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), Actions: v.scheduleActions(),
		Open: []Choice{{Value: "open", Text: v.text.T("freeze.list.open")}, {Value: "all", Text: v.text.T("freeze.list.all")}}}
	if next != "" {
		page.Next = "/freezes?" + url.Values{"open": {open}, "from": {next}}.Encode()
	}
	on, _, err := p.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	for _, row := range rows {
		own, err := app.FreezeOf(row)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, freezeItem{Ref: row.Ref, Path: casePath(row.Ref), Title: row.Title, Kind: v.text.T("freeze.kind." + own.Kind), Stage: v.stageText(row),
			Items: itemNames(&page.Page, on, own.Items, own.Everything()), When: windowText(v.text, own.From, own.To), from: own.From})
	}
	slices.SortStableFunc(page.Rows, func(a, b freezeItem) int { return a.from.Compare(b.from) })
	return show(v, http.StatusOK, freezeListShape, page)
}
