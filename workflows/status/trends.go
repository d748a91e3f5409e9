package status

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

// trendPrefix begins the IDs of the errands that open proposals.
const trendPrefix = "trend/"

// propose is sentence 6.
func propose(t *turn, trends record.Trends) {
	day := today(t)
	kept := maps.Clone(t.Own.Proposed)
	maps.DeleteFunc(kept, func(_ string, p Proposed) bool { return !p.Date.AddDays(trends.Days).After(day) })
	var fresh []string
	for _, tr := range trends.Found {
		key := keyOf(tr)
		if _, before := kept[key]; before {
			continue
		}
		if kept == nil {
			kept = map[string]Proposed{}
		}
		kept[key] = Proposed{Date: day}
		fresh = append(fresh, tr.Title)
		t.OpenCase(trendPrefix+key+"/"+day.String(), problem.Proposal(trendOf(tr)))
	}
	t.Own.Proposed = kept
	t.Say("status.trends_found", map[string]any{"found": len(trends.Found), "proposed": len(fresh), "titles": fresh})
}

func keyOf(tr record.Trend) string { return tr.Service + "/" + tr.Category }

// trendOf is a trend as the process of problems knows it.
func trendOf(tr record.Trend) problem.Trend {
	parties := record.Parties{}
	if tr.Org != "" && tr.Org != "si" {
		parties.Providers = []string{tr.Org}
	}
	return problem.Trend{Title: tr.Title, Description: fmt.Sprintf("%d incidenten van %s tot en met %s", tr.Count, tr.From, tr.Until),
		Service: tr.Service, Category: tr.Category, Pattern: problem.Recurring, From: tr.From, Until: tr.Until, Count: tr.Count,
		Incidents: slices.Clone(tr.Incidents), Handler: casework.Handler{Team: tr.Team, Org: tr.Org}, Parties: parties}
}

// proposed keeps which problem a trend became.
func proposed(t *turn, errand, ref string) {
	key := strings.TrimPrefix(errand, trendPrefix)
	key = key[:strings.LastIndex(key, "/")] // without the day
	p, ok := t.Own.Proposed[key]
	if !ok {
		return
	}
	all := maps.Clone(t.Own.Proposed)
	p.Ref = ref
	all[key] = p
	t.Own.Proposed = all
	t.Say("status.problem_proposed", map[string]string{"problem": ref})
}
