package portal_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/portal"
	"termijn/internal/record"
	"termijn/internal/signedlink"
	"termijn/workflows/incident"
	"termijn/workflows/notice"
	"termijn/workflows/problem"
)

// stands writes a case as it stands straight into the ledger, in one event. Its
// title and its client are nobody's business.
func (s site) stands(t *testing.T, ref, process, stage string, own any) {
	t.Helper()
	view, err := json.Marshal(own)
	require.NoError(t, err)
	now := s.Service.Now()
	_, err = s.Store.Record(t.Context(), record.Batch{View: view, Event: record.Event{Case: ref, Seq: 1, At: now, Recorded: now, Kind: process + ".told",
		Effects: record.Effects{Case: &record.CaseChange{Process: process, Stage: stage, Title: "Geheime titel", Parties: &record.Parties{Client: "noord"}, View: view}}}})
	require.NoError(t, err)
}

// news publishes an incident, planned unavailability and a known error.
func (s site) news(t *testing.T) {
	t.Helper()
	now := s.Service.Now()
	s.stands(t, "INC-2026-000901", incident.Name, incident.Working, incident.State{Service: "e-mail", Registered: now.Add(-time.Hour), Published: &now,
		Communications: map[string]incident.Communicated{
			"C1": {At: now.Add(-30 * time.Minute), Communication: incident.Communication{Subject: "E-mail is onbereikbaar", Text: "Er wordt aan gewerkt.", Public: true}},
			"C2": {At: now.Add(-10 * time.Minute), Communication: incident.Communication{Subject: "E-mail werkt weer deels", Text: "Verzenden lukt, ontvangen nog niet.", Public: true}},
			"C3": {At: now, Communication: incident.Communication{Subject: "Alleen voor Noord", Text: "Intern."}}}})
	s.stands(t, "INC-2026-000902", incident.Name, incident.Working, incident.State{Service: "e-mail", Registered: now})
	s.stands(t, "NOT-2026-000901", notice.Name, notice.Planned, notice.State{Service: "hosting", Title: "Onderhoud van de serverzaal", Text: "Alle toepassingen zijn even weg.",
		From: now.Add(48 * time.Hour), To: now.Add(50 * time.Hour), Published: &now})
	s.stands(t, "PRB-2026-000901", problem.Name, problem.Known, problem.State{Origin: problem.Origin{Service: "netwerk"}, Published: &now,
		KnownError: &problem.KnownAs{KnownError: problem.KnownError{Symptoms: "De wifi valt weg.", Workaround: "Gebruik de netwerkkabel.", Public: true}}})
}

func TestAnybodyReadsThePublicNewsAndNothingElse(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	r := visitor(t, s.URL)
	quiet := r.get("/status")
	require.Equal(t, http.StatusOK, quiet.Status)
	require.Contains(t, quiet.Text, "Alles werkt.")
	require.Regexp(t, `</title>\s*<updated>2026-03-02T09:0\d:\d\dZ</updated>`, r.get("/status/feed.xml").Text, "that there is nothing, it says of now")
	s.news(t)
	page := r.get("/status?lang=nl")
	require.NotContains(t, page.Text, "Alles werkt.")
	for _, text := range []string{"E-mail en agenda", "E-mail werkt weer deels", "Er wordt aan gewerkt.", "Onderhoud van de serverzaal", "De wifi valt weg.", "Gebruik de netwerkkabel."} {
		require.Contains(t, page.Text, text)
	}
	require.Less(t, strings.Index(page.Text, "Verzenden lukt"), strings.Index(page.Text, "Er wordt aan gewerkt."), "latest news first")
	require.Contains(t, r.get("/status?lang=en").Text, `lang="en"`)
	require.Contains(t, r.get("/status?lang=en").Text, "E-mail and calendar")
	feed := r.get("/status/feed.xml?lang=nl").Text
	require.Contains(t, feed, "<title>E-mail werkt weer deels</title>")
	for _, text := range []string{page.Text, feed} {
		for _, private := range []string{"Geheime titel", "Noord", "Alleen voor", "INC-2026-000902"} {
			require.NotContains(t, text, private)
		}
	}
	// By reference: news of what was published; else the same answer, whether it is there or not.
	require.Contains(t, r.get("/status?ref=inc-2026-901").Text, "Uw opzoeking")
	hidden, absent := r.get("/status?ref=INC-2026-000902").Text, r.get("/status?ref=INC-2026-000903").Text
	require.Contains(t, hidden, "geen openbaar nieuws")
	same := func(text string) string {
		return regexp.MustCompile(`INC-2026-00090\d|Stand op [^<]*`).ReplaceAllString(text, "")
	}
	require.Equal(t, same(absent), same(hidden))
}

func TestTheStatusPageMayBeKeptByCachesOnlyWhenItIsEverybodys(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	header := func(r reader, path string) http.Header {
		resp, err := r.http.Get(s.URL + path)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.Header
	}
	require.Equal(t, "public, max-age=30", header(visitor(t, s.URL), "/status").Get("Cache-Control"))
	require.Empty(t, header(visitor(t, s.URL), "/status").Get("Set-Cookie"))
	require.Equal(t, "public, max-age=30", header(visitor(t, s.URL), "/status/feed.xml").Get("Cache-Control"))
	require.Equal(t, "no-store", header(visitor(t, s.URL), "/status?ref=INC-2026-000001").Get("Cache-Control"), "what somebody looks up is theirs")
	require.Equal(t, "no-store", header(s.as(t, "alfa-medewerker"), "/status").Get("Cache-Control"))
}

func TestWhoSubscribesConfirmsAndStopsByLinks(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	r := visitor(t, s.URL)
	wrong := r.post("/status/subscribe?lang=nl", "email", "geen adres")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	require.Contains(t, wrong.Text, `value="geen adres"`, "what was typed stays")
	first := r.post("/status/subscribe?lang=nl", "email", "lezer@zuid.example")
	require.Equal(t, http.StatusOK, first.Status)
	again := r.post("/status/subscribe?lang=nl", "email", "lezer@zuid.example")
	require.Equal(t, first, again, "nobody learns who has subscribed")

	held, err := s.Store.Subscriptions(t.Context(), "lezer@zuid.example")
	require.NoError(t, err)
	require.Len(t, held, 1)
	require.Nil(t, held[0].Confirmed)
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	link := signedlink.ConfirmPath(key, held[0].ID, s.Service.Now().Add(time.Hour))
	require.Contains(t, r.get(link).Text, "<button>Ja")
	held, err = s.Store.Subscriptions(t.Context(), "lezer@zuid.example")
	require.NoError(t, err)
	require.Nil(t, held[0].Confirmed, "what reads mails before people do confirms nothing")
	require.Equal(t, http.StatusNotFound, r.post(link+"x").Status)
	require.Equal(t, http.StatusOK, r.post(link).Status)
	held, err = s.Store.Subscriptions(t.Context(), "lezer@zuid.example")
	require.NoError(t, err)
	require.NotNil(t, held[0].Confirmed)

	// A mail server unsubscribes with one POST of its own: no page before it, no
	// cookie, no Origin, and it follows no redirect (RFC 8058).
	stop := signedlink.UnsubscribePath(key, held[0].ID)
	require.Equal(t, http.StatusNotFound, r.post(stop+"x").Status)
	require.Contains(t, r.get(stop).Text, "<button>Stop")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 2 { // as often as it likes
		resp, err := client.PostForm(s.URL+stop, url.Values{"List-Unsubscribe": {"One-Click"}})
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
	held, err = s.Store.Subscriptions(t.Context(), "lezer@zuid.example")
	require.NoError(t, err)
	require.Empty(t, held)
	// Another site cannot subscribe anybody from a reader's browser.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/status/subscribe", strings.NewReader("email=a@b.example"))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, r.do(req).Status)
}

func TestOneVisitorCannotSubscribeTheWholeWorld(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	limit := portal.NewVisitorLimit()
	for range portal.SubscriptionsPerVisitor {
		require.True(t, limit("203.0.113.7:4711", at))
	}
	require.False(t, limit("203.0.113.7:4712", at))
	require.True(t, limit("203.0.113.8:4711", at), "another visitor")
	require.True(t, limit("203.0.113.7:4711", at.Add(10*time.Minute)), "some time later")
	for range 2 * portal.SubscriptionsPerVisitor {
		require.True(t, limit("10.0.0.1:80", at), "a proxy stands for everybody")
	}
	limit = portal.NewVisitorLimit()
	for i := range portal.SubscriptionsPerVisitor {
		require.True(t, limit(fmt.Sprintf("[2001:db8:1:2::%x]:4711", i+1), at))
	}
	require.False(t, limit("[2001:db8:1:2:ffff::9]:4711", at), "one visitor has a whole /64 of addresses")
	require.True(t, limit("[2001:db8:1:3::1]:4711", at), "another network")
	require.True(t, limit("[::ffff:203.0.113.7]:4711", at), "an IPv4 address is not one of a network of all")
	require.True(t, limit("[::ffff:10.0.0.1]:80", at))
}

func containsText(a answer, text string) bool { return strings.Contains(a.Text, text) }
