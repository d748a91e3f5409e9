package portal

import (
	"net/http"
	"strconv"

	"termijn/workflows/transition"
)

// baselinesPage shows every baseline against what is expected now.
type baselinesPage struct {
	programmePage
	Heads []baselineHead
	Rows  []baselineRow
}

type baselineHead struct {
	Name, When, Reason string
	Current            bool
}

type baselineRow struct {
	ID, Title, Path, Owner string
	Dates                  []string
	Expected, Slip         string
	State                  badge
}

var baselinesShape = newShape("transition_baselines", &baselinesPage{})

func (p *portal) baselinesShow(v *visit) error {
	r, err := v.programme()
	if err != nil {
		return err
	}
	page := &baselinesPage{programmePage: v.programmeTab(r, v.text.T("programme.tab.baselines"), "baselines")}
	numbers := sorted(r.own.Baselines)
	for _, n := range numbers {
		b := r.own.Baselines[n]
		page.Heads = append(page.Heads, baselineHead{Name: v.text.T("programme.baseline", "Number", b.Number), When: v.text.Date(b.At), Reason: b.Reason, Current: b.Number == r.own.Baseline})
	}
	for _, project := range r.projects("") {
		for _, x := range project.Points {
			m := r.own.Milestones[x.ID]
			row := baselineRow{ID: x.ID, Title: m.Title, Path: x.Path, Owner: x.Owner, Expected: v.text.Date(x.date()), Slip: x.Slip, State: x.State}
			if m.Status == transition.MilestoneCancelled {
				row.Expected = "–"
			}
			for _, n := range numbers {
				row.Dates = append(row.Dates, v.text.Date(r.own.Baselines[n].Dates[x.ID]))
			}
			page.Rows = append(page.Rows, row)
		}
	}
	return show(v, http.StatusOK, baselinesShape, page)
}

func itoa(n int) string { return strconv.Itoa(n) }
