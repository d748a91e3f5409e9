package portal

import (
	"cmp"
	"slices"

	"termijn/internal/topology"
)

// What the schedule can be laid out by, instead of by time alone.
const (
	groupByService  = "service"
	groupByProvider = "provider"
)

var groupings = []string{groupByService, groupByProvider}

// scheduleGroup are the rows of one service that users know, or of one provider; all
// rows, without a title, when nothing groups them. What touches several services
// stands under each of them.
type scheduleGroup struct {
	// ID tells the groups of a page apart.
	ID    int
	Title string
	Rows  []scheduleRow

	rank int
}

// Where groups stand: what touches everything first, what has no place last.
const (
	rankEverything = iota
	rankNamed
	rankOther
	rankHidden
)

func (v *visit) scheduleGroups(on *topology.Map, rows []scheduleRow, by string) []scheduleGroup {
	if len(rows) == 0 {
		return nil
	}
	if !slices.Contains(groupings, by) {
		return []scheduleGroup{{Rows: rows}}
	}
	found := map[string]*scheduleGroup{}
	for _, r := range rows {
		r.Now = false // the groups do not follow one another in time
		for _, g := range v.groupsOf(on, r, by) {
			if found[g.Title] == nil {
				found[g.Title] = &g
			}
			found[g.Title].Rows = append(found[g.Title].Rows, r)
		}
	}
	var groups []scheduleGroup
	for _, g := range found {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b scheduleGroup) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Title, b.Title))
	})
	for i := range groups {
		groups[i].ID = i
	}
	return groups
}

// groupsOf are the groups in which a row stands, without their rows.
func (v *visit) groupsOf(on *topology.Map, r scheduleRow, by string) []scheduleGroup {
	switch {
	case by == groupByProvider && r.Provider != "":
		return []scheduleGroup{{Title: r.Provider, rank: rankNamed}}
	case by == groupByProvider:
		return []scheduleGroup{{Title: v.text.T("schedule.group.no_provider"), rank: rankOther}}
	case r.Hidden:
		return []scheduleGroup{{Title: v.text.T("schedule.hidden"), rank: rankHidden}}
	case r.everything:
		return []scheduleGroup{{Title: v.text.T("freeze.items.all"), rank: rankEverything}}
	}
	var groups []scheduleGroup
	for _, id := range on.EndToEnd(r.items...).List() {
		groups = append(groups, scheduleGroup{Title: on.Name(id, v.text.Lang()), rank: rankNamed})
	}
	if len(groups) == 0 {
		return []scheduleGroup{{Title: v.text.T("schedule.group.no_service"), rank: rankOther}}
	}
	return groups
}
