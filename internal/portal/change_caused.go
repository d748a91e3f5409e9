package portal

import (
	"net/http"

	"termijn/internal/calendar"
)

// causedPage tells which critical incidents changes caused, month by month (C-28).
type causedPage struct {
	Page
	Months []causedMonth
	// None: no change caused a critical incident in all these months.
	None bool
}

// causedMonth is a month with how many count, and each of them.
type causedMonth struct {
	Name  string
	Count int
	Rows  []causedRow
}

// causedRow is a critical incident with its change, and what it means for the price
// correction (C-29, C-30).
type causedRow struct {
	Incident, IncidentPath, Change, ChangePath, Problem, ProblemPath string
	At, Attribution, Proof                                           string
}

var causedShape = newShape("change_caused", &causedPage{})

// causedMonths is how many months the report looks back, this one among them.
const causedMonths = 12

func (p *portal) changeCaused(v *visit) error {
	today := calendar.DateOf(v.now, brussels)
	until := calendar.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonthsClamped(1)
	months, err := p.service.CausedByChanges(v.r.Context(), v.who, until.AddMonthsClamped(-causedMonths), until)
	if err != nil {
		return err
	}
	page := &causedPage{Page: v.page(v.text.T("change.caused.report")), None: true}
	for i := len(months) - 1; i >= 0; i-- {
		m := causedMonth{Name: readable(v.text, "month", months[i].Month.String()[:7]), Count: months[i].Count}
		for _, r := range months[i].Rows {
			page.None = false
			row := causedRow{Incident: r.Incident, IncidentPath: casePath(r.Incident), Change: r.Change, Problem: r.Problem, ProblemPath: casePath(r.Problem),
				At: v.text.DateTime(r.At), Attribution: titled(v.text, "change.caused.attribution.", r.Attribution), Proof: r.Proof}
			if reference.MatchString(r.Change) {
				row.ChangePath = casePath(r.Change)
			}
			m.Rows = append(m.Rows, row)
		}
		page.Months = append(page.Months, m)
	}
	return show(v, http.StatusOK, causedShape, page)
}
