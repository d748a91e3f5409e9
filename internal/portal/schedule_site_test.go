package portal_test

import (
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
