package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/topology"
)

// schedulePage is the forward schedule of a day, a week or a month (B-16).
type schedulePage struct {
	Page
	Filter Sheet
	// Items and Providers are what it can be narrowed to, Groupings what it can be laid
	// out by.
	Items, Providers, Groupings []Choice
	Views                       []scheduleView
	// Period in words; Before, After and Today are addresses.
	Period, Before, After, Today string
	View, Date                   string
	Axis                         scheduleAxis
	Rows                         []scheduleRow
	Groups                       []scheduleGroup
	Kinds                        []scheduleKind
	// Month is the grid of a month; the rows then are those that collide.
	Month *monthView
	// Clashing counts the rows that collide with something.
	Clashing int
	// Nothing is planned; More than is listed.
	Nothing, More bool
	// Feed is the address for calendar programs, absolute.
	Feed    string
	Actions []action
}

// scheduleView is a length of time that can be chosen.
type scheduleView struct {
	Path, Text string
	Current    bool
}

// scheduleKind is a kind of plan with its sign in the legend.
type scheduleKind struct{ Kind, Text string }

var scheduleShape = newShape("schedule", &schedulePage{})

// scheduleViews are the lengths of time, the shortest first.
var scheduleViews = []string{"day", "week", "month"}

// period is the days of a view around a date, the last excluded.
func schedulePeriod(view string, date calendar.Date) (from, to calendar.Date) {
	switch view {
	case "day":
		return date, date.AddDays(1)
	case "month":
		from = calendar.Date{Year: date.Year, Month: date.Month, Day: 1}
		return from, from.AddMonthsClamped(1)
	}
	from = date.AddDays(-weekdayFromMonday(date))
	return from, from.AddDays(7)
}

func (p *portal) scheduleShow(v *visit) error {
	view := v.query("view")
	if !slices.Contains(scheduleViews, view) {
		view = "week"
	}
	date, err := calendar.ParseDate(v.query("date"))
	if err != nil || date.Year < 2000 || date.Year > 2999 {
		date = calendar.DateOf(v.now, brussels)
	}
	first, last := schedulePeriod(view, date)
	from, to := first, last
	if view == "month" {
		from, to = monthGrid(first, last)
	}
	group := v.query("group")
	q := app.ScheduleQuery{From: from.Start(brussels), To: to.Start(brussels), Item: v.query("item"), Provider: v.query("provider")}
	s, err := p.service.Schedule(v.r.Context(), v.who, q)
	if err != nil {
		return err
	}
	page := &schedulePage{Page: v.page(v.text.T("schedule.title")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), View: view, Date: date.String(), More: s.More,
		Period: v.periodText(view, first, last), Axis: v.scheduleAxis(view, from, to)}
	page.Wide = true
	page.Filter.Values.Set("date", date.String())
	at := func(view string, d calendar.Date) string {
		values := narrowed(q)
		if slices.Contains(groupings, group) {
			values.Set("group", group)
		}
		return scheduleAddress(values, view, d)
	}
	for _, one := range scheduleViews {
		page.Views = append(page.Views, scheduleView{Path: at(one, date), Text: v.text.T("schedule.view." + one), Current: one == view})
	}
	page.Before, page.After, page.Today = at(view, first.AddDays(-1)), at(view, last), at(view, calendar.DateOf(v.now, brussels))
	if page.Rows, err = v.scheduleRows(s, page.Axis); err != nil {
		return err
	}
	page.Nothing, page.Clashing = len(page.Rows) == 0, len(clashing(page.Rows))
	// A month by service or provider is a list; the grid has no place for groups.
	if view == "month" && !slices.Contains(groupings, group) {
		if page.Month, err = v.monthView(first, last, page.Rows, at); err != nil {
			return err
		}
		page.Rows = clashing(page.Rows)
	}
	page.Groups = v.scheduleGroups(s.Map, page.Rows, group)
	for _, kind := range []string{"change", "freeze", "maintenance", "notice"} {
		page.Kinds = append(page.Kinds, scheduleKind{kind, v.text.T("schedule.kind." + kind)})
	}
	if err := v.scheduleChoices(page, s.Map); err != nil {
		return err
	}
	page.Actions = v.scheduleActions()
	feed, err := p.service.ScheduleLink(v.r.Context(), v.who, q.Item, q.Provider)
	page.Feed = v.site() + feed
	if err != nil {
		return err
	}
	return show(v, http.StatusOK, scheduleShape, page)
}

// narrowed is a query's filter, for an address.
func narrowed(q app.ScheduleQuery) url.Values {
	values := url.Values{}
	if q.Item != "" {
		values.Set("item", q.Item)
	}
	if q.Provider != "" {
		values.Set("provider", q.Provider)
	}
	return values
}

// periodText names the days of a view.
func (v *visit) periodText(view string, first, last calendar.Date) string {
	switch view {
	case "day":
		return v.text.DayDate(first)
	case "month":
		return v.text.T("schedule.period.month", "Month", v.text.T("format.month."+first.Start(brussels).Format("01")), "Year", first.Year)
	}
	return v.text.T("schedule.period.week", "From", v.text.DayDate(first), "To", v.text.DayDate(last.AddDays(-1)))
}

// scheduleChoices are what the schedule can be narrowed to.
func (v *visit) scheduleChoices(page *schedulePage, on *topology.Map) error {
	page.Items = append([]Choice{{Text: v.text.T("schedule.item.all")}}, mapChoices(on, v.text.Lang(), func(i topology.Item) bool {
		return v.who.Kind != "client" || i.EndToEnd
	})...)
	orgs, err := v.portal.service.Keepers(v.r.Context())
	if err != nil {
		return err
	}
	page.Providers = append([]Choice{{Text: v.text.T("schedule.provider.all")}}, orgChoices(orgs, "")...)
	for _, by := range []string{"", groupByService, groupByProvider} {
		page.Groupings = append(page.Groupings, Choice{Value: by, Text: v.text.T("schedule.group." + cmp.Or(by, "none"))})
	}
	return nil
}

// mapChoices are the items of a map by name, services first.
func mapChoices(on *topology.Map, language string, want func(topology.Item) bool) []Choice {
	var all []Choice
	items := on.Items()
	slices.SortStableFunc(items, func(a, b topology.Item) int {
		return cmp.Or(cmp.Compare(rankOfItem(a), rankOfItem(b)), cmp.Compare(a.Name(language), b.Name(language)))
	})
	for _, i := range items {
		if want(i) {
			all = append(all, Choice{Value: i.ID, Text: i.Name(language)})
		}
	}
	return all
}

func rankOfItem(i topology.Item) int {
	if i.Kind == topology.Service {
		return 0
	}
	return 1
}

// scheduleActions are what the reader can announce from here.
func (v *visit) scheduleActions() []action {
	switch {
	case v.who.May(identity.OpenFreeze, nil):
		return []action{{Path: "/freezes/new", Text: v.text.T("freeze.new.freeze")}}
	case v.who.May(identity.OpenMaintenance, nil):
		return []action{{Path: "/freezes/new", Text: v.text.T("freeze.new.maintenance")}}
	}
	return nil
}

// windowText writes a window as people in Brussels read it.
func windowText(say interface {
	T(string, ...any) string
	DayDate(any) string
	DateTime(any) string
	Time(time.Time) string
}, from, to time.Time) string {
	if calendar.DateOf(from, brussels) == calendar.DateOf(to, brussels) {
		return say.T("schedule.when.day", "Date", say.DayDate(from), "From", say.Time(from), "To", say.Time(to))
	}
	return say.T("schedule.when", "From", say.DateTime(from), "To", say.DateTime(to))
}
