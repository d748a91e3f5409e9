package portal

import (
	"net/http"

	"termijn/internal/ledger"
)

// overviewPage is where the Service Integrator and the Board see which promises
// are at risk.
type overviewPage struct {
	Page
	Figures []figure
	// Late, Soon and Paused are the cases whose clock that counts most is past its
	// due time, close to it, or standing still.
	Late, Soon, Paused []caseItem
	// More is true when there are more open cases than were looked at.
	More bool
}

// figure is a number with its name and where to go for more.
type figure struct {
	Value, Name, Kind, Path string
}

var overviewShape = newShape("overview", &overviewPage{})

// overviewLooks is how many open cases, the most urgent first, the overview looks at.
const overviewLooks = 100

func (p *portal) overview(v *visit) error {
	rows, next, err := p.service.Cases(v.r.Context(), v.who, ledger.CaseFilter{Open: "open", Sort: "due"}, ledger.Page{Limit: overviewLooks})
	if err != nil {
		return err
	}
	page := &overviewPage{Page: v.page(v.text.T("nav.overview")), More: next != ""}
	items, err := v.caseItems(rows)
	if err != nil {
		return err
	}
	for _, item := range items {
		if item.Clock == nil {
			continue
		}
		switch item.Clock.Due.Kind {
		case "late":
			page.Late = append(page.Late, item)
		case "warn":
			page.Soon = append(page.Soon, item)
		case "paused":
			page.Paused = append(page.Paused, item)
		}
	}
	open := v.text.Number(len(rows))
	if page.More {
		open += "+"
	}
	page.Figures = []figure{
		{open, v.text.T("overview.open"), "", "/cases"},
		{v.text.Number(len(page.Late)), v.text.T("overview.late"), "late", "#late"},
		{v.text.Number(len(page.Soon)), v.text.T("overview.soon"), "warn", "#soon"},
		{v.text.Number(len(page.Paused)), v.text.T("overview.paused"), "paused", "#paused"},
	}
	return show(v, http.StatusOK, overviewShape, page)
}

// riskPart is a list of cases for its part of the template.
type riskPart struct {
	*Page
	Cases []caseItem
}

// Part hands a list of cases to the template "risk".
func (p *overviewPage) Part(cases []caseItem) riskPart { return riskPart{&p.Page, cases} }
