package portal

import (
	"net/http"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/standard"
)

// standardListPage is the catalogue of standard changes.
type standardListPage struct {
	Page
	Groups  []standardGroup
	CanOpen bool
	Next    string
}

// standardGroup are those in a state, what needs attention first.
type standardGroup struct {
	Title, Look string
	Rows        []standardItem
}

type standardItem struct {
	Ref, Path, Name, Kind, Provider, Version, Stage, Why string
	Uses                                                 []string
}

var standardListShape = newShape("standard_list", &standardListPage{})

// standardList is the catalogue: what was set back first, then what is in force,
// then what is being prepared. A provider sees its own.
func (p *portal) standardList(v *visit) error {
	if !v.who.May(identity.ReadStandards, nil) {
		return app.ErrForbidden
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, ledger.CaseFilter{Process: standard.Name, Open: "open", Sort: "opened"}, ledger.Page{Limit: 100, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	names, err := p.service.Names(v.r.Context())
	if err != nil {
		return err
	}
	page := &standardListPage{Page: v.page(v.text.T("nav.standards")), CanOpen: v.who.May(identity.OpenStandard, nil)}
	if next != "" {
		page.Next = "/standard-changes?from=" + next
	}
	back := standardGroup{Title: v.text.T("standard.list.back"), Look: "back"}
	force, draft := standardGroup{Title: v.text.T("standard.list.force")}, standardGroup{Title: v.text.T("standard.list.draft")}
	for _, row := range rows {
		own, err := app.StandardOf(row)
		if err != nil {
			return err
		}
		kind, _ := wordOf(v.text, standard.Name, "kind", own.Kind)
		item := standardItem{Ref: row.Ref, Path: casePath(row.Ref), Name: row.Title, Kind: kind, Provider: names[own.Provider], Stage: v.stageText(row),
			Uses: usesInWords(v.text, own.Uses)}
		switch {
		case own.Back != nil:
			item.Why = own.Back.Reason
			back.Rows = append(back.Rows, item)
		case own.Current > 0:
			item.Version = v.text.Number(own.Current)
			force.Rows = append(force.Rows, item)
		default:
			draft.Rows = append(draft.Rows, item)
		}
	}
	for _, g := range []standardGroup{back, force, draft} {
		if len(g.Rows) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	return show(v, http.StatusOK, standardListShape, page)
}
