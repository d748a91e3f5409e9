package api_test

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// leaks are words of the inside that no answer may have.
var leaks = regexp.MustCompile(`(?i)sql|pgx|postgres|goroutine|panic|json:|unmarshal|temporal|workflow|expected |Go value|runtime|\.go\b|/work|huma|<no value>|error\.|field\.|note\.`)

// checked is a problem document that says nothing of the inside.
func checked(t *testing.T, r apptest.Response, what string) problem {
	t.Helper()
	require.GreaterOrEqual(t, r.Status, 400, "%s: %s", what, r.Body)
	require.Less(t, r.Status, 500, "%s: %s", what, r.Body)
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"), what)
	p := apptest.Read[problem](t, r, r.Status)
	said := p.Title + "\n" + p.Detail
	for _, e := range p.Errors {
		said += "\n" + e.Message
	}
	require.NotRegexp(t, leaks, said, what)
	return p
}

// nonsense are bodies that no operation takes.
var nonsense = map[string]string{
	"nothing": "", "no JSON": "hallo", "half": `{"title":`, "two": `{}{}`, "a list": `[]`, "a text": `"x"`, "a number": `1`, "null": `null`,
	"deep":       strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000),
	"deep lists": strings.Repeat("[", 50_000), "wrong types": `{"questions":{"a":1},"lines":"x","months":[],"start":{},"answers":[1],"days":"x","reason":5,"option":[],"content":{}}`,
	"no UTF-8": "{\"reason\":\"\xff\xfe\",\"x\":1}", "script": `{"<script>alert(1)</script>":"'; DROP TABLE cases; --"}`,
	"a long name": `{"` + strings.Repeat("n", 5000) + `":1}`, "a large number": `{"months":1e400}`, "NUL": "{\"nul\":\"\\u0000\"}",
	"many unknown": `{` + strings.TrimSuffix(strings.Repeat(`"a":1,`, 2000), ",") + `}`,
}

func TestNonsenseGetsAClearNo(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := opened(t, s)
	addresses := []string{"/api/v1/regie", "/api/v1/tasks/x.1/decision"}
	for _, sub := range []string{"completeness", "questions", "answers", "meetings", "disputes", "due-dates", "offers", "interviews", "interview-reports",
		"replacement-requests", "candidates", "revision-requests", "rejection", "approval-requests", "order", "timesheets", "statements", "changes",
		"alignments", "replacements", "withdrawal"} {
		addresses = append(addresses, path+"/"+sub)
	}
	for _, address := range addresses {
		for _, person := range []string{clientLead, providerAgent} {
			for name, body := range nonsense {
				checked(t, s.As(person).Post(t, address, body), address+" with "+name)
			}
		}
	}
	require.Equal(t, "submitted", shown(t, s.As(clientLead), path).Stage, "nothing of it did anything")
}

func TestOddAddressesGetAClearNo(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := opened(t, s)
	cursor := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for address, code := range map[string]string{
		"/api/v1/cases?cursor=x":                                                 "bad_cursor",
		"/api/v1/cases?cursor=" + cursor(`{"k":1}`):                              "bad_cursor",
		"/api/v1/cases?cursor=" + cursor(`{"k":"\u0000"}`):                       "bad_cursor",
		"/api/v1/cases?cursor=" + cursor(`{"a":"0000-00-00T00:00:00Z","k":"x"}`): "bad_cursor",
		"/api/v1/tasks?cursor=%21":                                               "bad_cursor",
		"/api/v1/regie?cursor=e30":                                               "bad_cursor",
		"/api/v1/regie/export?format=pdf":                                        "invalid",
		"/api/v1/cases?limit=0":                                                  "invalid",
		"/api/v1/cases?limit=501":                                                "invalid",
		"/api/v1/cases?limit=many":                                               "invalid",
		"/api/v1/cases?sort=size":                                                "invalid",
		"/api/v1/cases?process=%00":                                              "bad_request",
		"/api/v1/cases?text=%ff":                                                 "bad_request",
		"/api/v1/cases?colour=blue":                                              "invalid",
		"/api/v1/cases/REG%00":                                                   "bad_request",
		"/api/v1/cases/%ff":                                                      "bad_request",
		"/api/v1/cases/REG-2026-999999":                                          "not_found",
		"/api/v1/cases/REG-2026-999999/events":                                   "not_found",
		"/api/v1/cases/" + ref + "/events?after=-1":                              "invalid",
		"/api/v1/regie/'%20OR%201=1":                                             "not_found",
		"/api/v1/tasks/" + ref:                                                   "not_found",
		"/api/v1/tasks/..%2F..%2Fetc":                                            "not_found",
		"/api/v1/reports/sla?from=2026-13":                                       "invalid",
		"/api/v1/reports/sla?from=2026-05&until=2026-04":                         "invalid",
		"/api/v1/reports/sla?from=1900-01":                                       "invalid",
		"/api/v1/calendars?year=99999":                                           "invalid",
		"/api/v1/incidents?cursor=x":                                             "bad_cursor",
		"/api/v1/incidents?cursor=" + cursor(`{"k":"x","r":"\u0000"}`):           "bad_cursor",
		"/api/v1/incidents?state=half":                                           "invalid",
		"/api/v1/incidents?sort=size":                                            "invalid",
		"/api/v1/incidents?unassigned=perhaps":                                   "invalid",
		"/api/v1/incidents/" + ref:                                               "not_found",
		"/api/v1/problems/" + ref:                                                "not_found",
		"/api/v1/incident-meetings/" + ref:                                       "not_found",
		"/api/v1/surveys/" + ref:                                                 "not_found",
		"/api/v1/notices/" + ref:                                                 "not_found",
		"/api/v1/templates/" + ref:                                               "not_found",
		"/api/v1/templates/" + ref + "/draft":                                    "invalid",
		"/api/v1/templates/" + ref + "/draft?incident=" + ref:                    "not_found",
		"/api/v1/reports/surveys?until=2026-00":                                  "invalid",
		"/api/v1/reports/surveys?from=2026-05&until=2026-04":                     "invalid",
		"/api/v1/status?all=1":                                                   "invalid",
		"/api/v1/nothing":                                                        "not_found",
		"/api/v2/cases":                                                          "not_found",
		"/api/":                                                                  "not_found",
	} {
		require.Equal(t, code, checked(t, s.As(clientLead).Get(t, address), address).code(), address)
	}
	for _, text := range []string{"'", "a & b | !c", "***", "\u00a0\u3000", "a\u00a0b", "é😀:*", "<->", "\\", strings.Repeat("w ", 100)} {
		r := s.As(clientLead).Get(t, "/api/v1/cases?text="+urlEscaped(text))
		require.Equal(t, http.StatusOK, r.Status, "search for %q: %s", text, r.Body)
		r = s.As(clientLead).Get(t, "/api/v1/tasks?text="+urlEscaped(text))
		require.Equal(t, http.StatusOK, r.Status, "search for %q: %s", text, r.Body)
	}
	r := s.As(clientLead).Do(t, http.MethodDelete, path, nil)
	require.Equal(t, "method_not_allowed", checked(t, r, "DELETE").code())
	require.Equal(t, http.StatusMethodNotAllowed, r.Status)
}

func urlEscaped(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
	}
	return b.String()
}

func TestABodyHasALimitAndAType(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client := s.As(clientLead)
	huge := `{"title":"` + strings.Repeat("a", 1<<20) + `"}`
	require.Equal(t, "too_large", checked(t, client.Post(t, "/api/v1/regie", huge), "huge").code())
	for _, kind := range []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ";+", "application/cbor"} {
		r := client.With("Content-Type", kind).Post(t, "/api/v1/regie", `{"title":"x"}`)
		require.Equal(t, http.StatusUnsupportedMediaType, r.Status, "%s: %s", kind, r.Body)
		require.Equal(t, "unsupported_media_type", checked(t, r, kind).code())
	}
	r := client.With("Content-Type", "application/json; charset=utf-8").Post(t, "/api/v1/regie", request())
	require.Equal(t, http.StatusCreated, r.Status, "%s", r.Body)
}

func TestTheLanguageIsTheReaders(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	for _, c := range []struct{ person, accept, title string }{
		{clientLead, "", "Niet gevonden"}, {clientLead, "en", "Not found"}, {clientLead, "fr", "Niet gevonden"}, {clientLead, "fr,en;q=0.8", "Not found"},
		{foreignAgent, "", "Not found"}, {foreignAgent, "nl-BE", "Niet gevonden"},
	} {
		caller := s.As(c.person)
		if c.accept != "" {
			caller = caller.With("Accept-Language", c.accept)
		}
		require.Equal(t, c.title, checked(t, caller.Get(t, "/api/v1/cases/REG-2026-999999"), c.accept).Title, "%s in %q", c.person, c.accept)
	}
}

func TestListsGoOnWithTheirCursor(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client := s.As(clientLead)
	want := map[string]bool{}
	for range 5 {
		ref, _ := opened(t, s)
		want[ref] = true
	}
	for _, path := range []string{"/api/v1/cases?limit=2", "/api/v1/cases?limit=2&sort=due", "/api/v1/regie?limit=2", "/api/v1/tasks?limit=3"} {
		caller, seen, pages, next := client, map[string]bool{}, 0, path
		if strings.Contains(path, "tasks") {
			caller = s.As(providerAgent)
		}
		for next != "" {
			r := caller.Get(t, next)
			page := apptest.Read[struct {
				Items []struct{ Ref, ID, Case string }
				Next  string
			}](t, r, http.StatusOK)
			for _, item := range page.Items {
				require.False(t, seen[item.Ref+item.ID], "%s shows %s twice", path, item.Ref+item.ID)
				seen[item.Ref+item.ID] = true
				require.True(t, want[item.Ref+item.Case])
			}
			pages++
			next = ""
			if page.Next != "" {
				link := r.Header.Get("Link")
				require.True(t, strings.HasSuffix(link, `; rel="next"`), link)
				next = strings.TrimPrefix(link[:strings.Index(link, ">")], "<")
			}
		}
		count := map[bool]int{false: 5, true: 10}[strings.Contains(path, "tasks")]
		require.Len(t, seen, count, path)
		require.Greater(t, pages, 2, path)
	}
}
