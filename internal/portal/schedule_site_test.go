package portal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/record"
	"termijn/workflows/freeze"
)

// plans writes down that a change of a provider is planned, as its case does.
func (s site) plans(t *testing.T, ref, title, provider string, firm bool, from, to time.Time, items ...string) {
	t.Helper()
	stage := "assessment"
	if firm {
		stage = "scheduled"
	}
	_, err := s.Store.Record(t.Context(), record.Batch{Event: record.Event{Case: ref, Seq: 1, At: apptest.Epoch, Recorded: apptest.Epoch, Kind: "case.registered",
		Effects: record.Effects{Case: &record.CaseChange{Process: "change", Stage: stage, Title: title, Parties: &record.Parties{Providers: []string{provider}},
			Plan: &record.Plan{Kind: record.PlanChange, Sort: "normal", Items: items, Provider: provider, From: from, To: to, Firm: firm}}}}})
	require.NoError(t, err)
}

// evening is so many days after the beginning, at an hour in Brussels.
func evening(days, hour int) time.Time {
	d := apptest.Epoch.AddDate(0, 0, days)
	loc, _ := time.LoadLocation("Europe/Brussels")
	return time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, loc)
}

// calendarOf fills a calendar: two changes that collide, one of a confidential item,
// one that is only asked for, a freeze, and unavailability.
func calendarOf(t *testing.T) site {
	t.Helper()
	s := open(t, apptest.WithServiceMap())
	s.plans(t, "CHG-2026-000001", "Opslag uitbreiden", "beta", true, evening(1, 20), evening(1, 23), "opslag")
	s.plans(t, "CHG-2026-000002", "Postbussen verhuizen", "beta", true, evening(1, 22), evening(1, 23).Add(time.Hour), "postbus")
	s.plans(t, "CHG-2026-000003", "Firewallregels", "alfa", true, evening(2, 20), evening(2, 22), "grensfirewall")
	s.plans(t, "CHG-2026-000004", "Nog een idee", "alfa", false, evening(3, 20), evening(3, 22), "wifi")
	s.plans(t, "CHG-2026-000005", "Laptops vernieuwen", "alfa", true, evening(3, 8), evening(3, 10), "laptop")
	_, err := s.Service.OpenFreeze(t.Context(), s.As(t, "si-cab-voorzitter"), "freeze-one", freeze.Announcement{Kind: freeze.Freeze, Title: "Verkiezingen", Reason: "Rust",
		Items: []string{"burgerloket"}, From: evening(3, 0), To: evening(5, 0)})
	require.NoError(t, err)
	a := s.as(t, "si-servicedesk").send("/notices/new", "service", "e-mail", "title", "Mail even weg", "text", "Onderhoud.",
		"from", evening(1, 21).Format("2006-01-02T15:04"), "to", evening(1, 23).Format("2006-01-02T15:04"))
	require.Regexp(t, `^/cases/NOT-`, a.Path, a.Text)
	return s
}

func week() string { return "/calendar?view=week&date=" + evening(1, 12).Format(time.DateOnly) }

func TestTheCalendarShowsEachReaderWhatTheyMayKnow(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	all := []string{"Opslag uitbreiden", "Postbussen verhuizen", "Firewallregels", "Nog een idee", "Laptops vernieuwen", "Verkiezingen", "Mail even weg"}
	for person, sees := range map[string]string{
		"si-cab-voorzitter":      "Opslag uitbreiden, Postbussen verhuizen, Firewallregels, Nog een idee, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"bestuurslid":            "Opslag uitbreiden, Postbussen verhuizen, Firewallregels, Nog een idee, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"alfa-medewerker":        "Opslag uitbreiden, Postbussen verhuizen, Firewallregels, Nog een idee, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"beta-medewerker":        "Opslag uitbreiden, Postbussen verhuizen, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"noord-aanvrager":        "Opslag uitbreiden, Postbussen verhuizen, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"zuid-goedkeurder":       "Opslag uitbreiden, Postbussen verhuizen, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"noord-diensthoofd":      "Opslag uitbreiden, Postbussen verhuizen, Laptops vernieuwen, Verkiezingen, Mail even weg",
		"alfa-verantwoordelijke": "Opslag uitbreiden, Postbussen verhuizen, Firewallregels, Nog een idee, Laptops vernieuwen, Verkiezingen, Mail even weg",
	} {
		page := s.as(t, person).get(week())
		require.Equal(t, http.StatusOK, page.Status, person)
		for _, title := range all {
			require.Equal(t, strings.Contains(sees, title), strings.Contains(page.Text, title), "%s: %s", person, title)
		}
		require.Equal(t, !strings.Contains(sees, "Firewallregels"), strings.Contains(page.Text, "Vertrouwelijk") || strings.Contains(page.Text, "Confidential"), person)
		require.Equal(t, person == "si-cab-voorzitter" || person == "bestuurslid" || strings.HasPrefix(person, "beta"), strings.Contains(page.Text, `href="/cases/CHG-2026-000001"`), person)
		if !strings.Contains(sees, "Firewallregels") {
			require.NotContains(t, page.Text, "CHG-2026-000003", person)
			require.NotContains(t, page.Text, "Grensfirewall", person)
		}
	}
	require.True(t, strings.HasPrefix(visitor(t, s.URL).get(week()).Path, "/sign-in"))
}

func TestTheCalendarMarksCollisionsInWords(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	chair := s.as(t, "si-cab-voorzitter")
	page := chair.get(week()).Text
	// Storage and mailboxes: one does not work without the other; both with the notice of mail.
	require.Contains(t, page, "het ene werkt niet zonder het andere")
	require.Contains(t, page, "onbeschikbaarheid van dezelfde dienst")
	require.Contains(t, page, "3 van wat hieronder staat, botsen met iets anders.")
	require.Contains(t, page, "van 22.00 uur tot 23.00 uur", "when both are under way")
	// A service with its parts, and a provider.
	mail := chair.get(week() + "&item=e-mail").Text
	require.Contains(t, mail, "Postbussen verhuizen")
	require.NotContains(t, mail, "Laptops vernieuwen")
	alfa := chair.get(week() + "&provider=alfa").Text
	require.Contains(t, alfa, "Laptops vernieuwen")
	require.NotContains(t, alfa, "Opslag uitbreiden")
	// By service and by provider: each group has its heading, and what touches two
	// services stands under both.
	grouped := chair.get(week() + "&group=service").Text
	require.Regexp(t, `(?s)scope="rowgroup">Digitaal burgerloket<.*scope="rowgroup">E-mail en agenda<.*Postbussen verhuizen`, grouped)
	require.NotContains(t, grouped, "now-line")
	require.Contains(t, chair.get(strings.Replace(week(), "week", "month", 1)+"&group=provider").Text, `scope="rowgroup">ICT-Dienstverlener Beta<`)
	require.Contains(t, grouped, "group=service&amp;view=month", "another view keeps the groups")
	// What a reader may not know of is in no service's group.
	require.Regexp(t, `(?s)scope="rowgroup">Confidential<.*Confidential`, s.as(t, "beta-medewerker").get(week()+"&group=service").Text)
	// A filter does not tell what is hidden.
	beta := s.as(t, "beta-medewerker").get(week() + "&provider=alfa").Text
	require.Contains(t, beta, "Laptops vernieuwen")
	require.NotContains(t, beta, "Confidential")
	// A day and a month; another week.
	require.Contains(t, chair.get(strings.Replace(week(), "week", "day", 1)).Text, "Opslag uitbreiden")
	require.NotContains(t, chair.get(strings.Replace(week(), "week", "day", 1)).Text, "Laptops vernieuwen")
	require.Contains(t, chair.get(strings.Replace(week(), "week", "month", 1)).Text, "Laptops vernieuwen")
	require.Contains(t, chair.get("/calendar?date=2026-06-01").Text, "Er is niets gepland.")
	require.Equal(t, http.StatusOK, chair.get("/calendar?view=year&date=9999-99-99&item=zz").Status)
	now := chair.get("/calendar").Text
	require.Contains(t, now, "Nu: ", "what comes is told from what was")
}

// The month is a grid of weeks and days; what lasts stands on each of its days, and a
// collision is said in words.
func TestTheMonthIsAGrid(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	for i := range 8 {
		s.plans(t, fmt.Sprintf("CHG-2026-00001%d", i), fmt.Sprintf("Reeks %d", i), "alfa", true, evening(9, 8+i), evening(9, 9+i), "laptop")
	}
	page := s.as(t, "si-cab-voorzitter").get("/calendar?view=month&date=2026-03-02")
	require.Equal(t, http.StatusOK, page.Status)
	grid := page.Text[strings.Index(page.Text, `<table class="month"`):]
	grid = grid[:strings.Index(grid, "</table>")]
	require.Equal(t, 6, strings.Count(grid, "<tr>")-1, "March 2026 touches six weeks")
	days := strings.Split(grid, "<td ")[1:]
	require.Len(t, days, 42)
	for _, name := range []string{"maandag", "zondag"} {
		require.Contains(t, grid, `<span class="unseen">`+name+"</span>")
	}
	require.Contains(t, days[0], "ma 23 februari 2026")
	require.Contains(t, days[0], "outside")
	require.Contains(t, days[7], `aria-current="date"`)
	require.Contains(t, days[7], "vandaag")
	require.Contains(t, days[12], "off", "a Saturday")
	require.Contains(t, days[8], `<span class="time">20.00 uur</span> <a href="/cases/CHG-2026-000001">Opslag uitbreiden</a> <strong class="clash">`)
	require.Contains(t, days[8], "Geplande onbeschikbaarheid:</span>")
	require.NotContains(t, days[9], "botst")
	for _, day := range []int{10, 11} {
		require.Contains(t, days[day], "Verkiezingen")
	}
	require.Contains(t, days[11], "loopt door:", "it began before")
	require.Contains(t, days[10], "(Nog niet goedgekeurd)")
	require.Contains(t, days[16], "en nog 2")
	require.Contains(t, days[16], `href="/calendar?date=2026-03-11&amp;view=day"`)
	require.Contains(t, page.Text, "Wat botst")
	// Narrowed it keeps its filter, from day to day.
	mail := s.as(t, "noord-aanvrager").get("/calendar?view=month&date=2026-03-02&item=e-mail").Text
	require.Contains(t, mail, "Postbussen verhuizen")
	require.NotContains(t, mail, "Laptops vernieuwen")
	require.Contains(t, mail, `date=2026-03-11&amp;item=e-mail&amp;view=day`)
	require.Contains(t, s.as(t, "noord-aanvrager").get("/calendar?view=month&date=2027-03-02").Text, "Er is niets gepland.")
}

func TestTheDayOnWhichTheClockChanges(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap())
	loc, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, loc) }
	s.plans(t, "CHG-2026-000001", "Voor de zomer", "beta", true, at(28, 23), at(29, 0), "opslag")
	s.plans(t, "CHG-2026-000002", "In de nacht", "beta", true, at(29, 1), at(29, 4), "opslag")
	s.plans(t, "CHG-2026-000003", "Erna", "beta", true, at(29, 23), at(30, 0), "opslag")
	s.plans(t, "CHG-2026-000004", "Dag later", "beta", true, at(30, 0), at(30, 1), "opslag")
	page := s.as(t, "si-cab-voorzitter").get("/calendar?view=day&date=2026-03-29").Text
	require.Contains(t, page, "In de nacht")
	require.Contains(t, page, "Erna")
	require.NotContains(t, page, "Voor de zomer", "it ended as the day began")
	require.NotContains(t, page, "Dag later", "the day has 23 hours")
	require.Contains(t, page, "van 01.00 uur tot 04.00 uur")
}

func TestTheCalendarInOnesOwnAgenda(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	link := func(person, narrowed string) string {
		page := s.as(t, person).get(week() + narrowed).Text
		from := strings.Index(page, "/calendar/feed/")
		require.Positive(t, from)
		path := page[from:]
		return strings.ReplaceAll(path[:strings.IndexAny(path, `"<`)], "&amp;", "&")
	}
	nobody := visitor(t, s.URL)
	feed := nobody.get(link("beta-medewerker", ""))
	require.Equal(t, http.StatusOK, feed.Status)
	require.True(t, strings.HasPrefix(feed.Text, "BEGIN:VCALENDAR"))
	require.Contains(t, feed.Text, "Change: Opslag uitbreiden", "in the person's language")
	require.Contains(t, feed.Text, "Change: Confidential")
	require.NotContains(t, feed.Text, "Firewallregels")
	require.NotContains(t, feed.Text, "000003")
	require.NotContains(t, feed.Text, "Nog een idee")
	require.Contains(t, feed.Text, "Collides with Postbussen verhuizen")
	only := nobody.get(link("beta-medewerker", "&item=e-mail"))
	require.NotContains(t, only.Text, "Opslag uitbreiden")
	require.Contains(t, only.Text, "Postbussen verhuizen")
	// A link is good for its person and its choice alone.
	good := link("beta-medewerker", "&item=e-mail")
	for _, bad := range []string{strings.Replace(good, "item=e-mail", "item=opslag", 1), strings.Replace(good, "beta-medewerker", "si-cab-voorzitter", 1),
		strings.Replace(good, ".ics", "x.ics", 1), strings.SplitN(good, "?", 2)[0]} {
		require.Equal(t, http.StatusNotFound, nobody.get(bad).Status, bad)
	}
}

// Of what is planned everybody reads the announced unavailability, and nothing else
// (E-06).
func TestThePublicPartOfTheCalendarStandsOnTheStatusPage(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	page := visitor(t, s.URL).get("/status")
	require.Equal(t, http.StatusOK, page.Status)
	require.Contains(t, page.Text, "Mail even weg")
	require.Regexp(t, `di 3 maart 2026, 21.00 uur`, page.Text)
	for _, text := range []string{"Opslag uitbreiden", "Postbussen verhuizen", "Firewallregels", "Verkiezingen", "CHG-", "FRZ-"} {
		require.NotContains(t, page.Text, text)
	}
}
