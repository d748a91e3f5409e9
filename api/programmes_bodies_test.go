package api_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func TestNonsenseAboutAProgrammeGetsAClearNo(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := programmeRunning(t, s)
	before := programmeShown(t, s.As(programmeLead), path)
	for route := range programmeRoutes {
		address, isPost := strings.CutPrefix(route, "POST ")
		if !isPost {
			continue
		}
		address = strings.ReplaceAll(address, "{ref}", ref)
		for name, body := range nonsense {
			for _, person := range []string{programmeLead, providerHead, boardMember} {
				checked(t, s.As(person).Post(t, address, body), person+" to "+address+" with "+name)
			}
		}
	}
	after := programmeShown(t, s.As(programmeLead), path)
	require.Equal(t, before, after, "nothing of it did anything")
	for _, c := range []struct{ kind, text string }{
		{"application/yaml", "a: &a [*a, *a]"}, {"application/yaml", "title: [unclosed"}, {"application/yaml", "- 1\n- 2\n"}, {"text/csv", "\x00\xff\xfe"}, {"text/csv", "geen;kop\r\n1;2\r\n"},
		{"application/xml", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>`}, {"application/xml", "<Project>"},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04no workbook"}, {"application/octet-stream", ""}, {"image/png", "\x89PNG\r\n"},
	} {
		for _, route := range []string{"check", "import"} {
			r := s.As(programmeLead).With("Content-Type", c.kind).Post(t, "/api/v1/programmes/"+route, c.text)
			require.NotContains(t, string(r.Body), "root:")
			checked(t, r, route+" of "+c.kind+": "+c.text)
		}
	}
}

// What is promised lies on a working day, and not in the past.
func TestADateOnWhichNobodyWorksIsNoPromise(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := programmeRunning(t, s)
	owner, lead := s.As(providerHead).With("Accept-Language", "en"), s.As(programmeLead).With("Accept-Language", "en")
	seen := programmeShown(t, owner, path).Seen["M1"]
	for _, c := range []struct {
		who   apptest.Caller
		route string
		body  object
		want  string
	}{
		{owner, "forecasts", object{"milestone": "M1", "date": "2026-04-06", "reason": "Later.", "seen": seen}, "date: 6 April 2026 is no working day. The next one is 7 April 2026."},
		{owner, "forecasts", object{"milestone": "M1", "date": "2026-02-27", "reason": "Later.", "seen": seen}, "date: This date is over. Choose today or later."},
		{lead, "sessions", object{"date": "2026-04-04", "hour": 10, "reason": "Extra."}, "date: 4 April 2026 is no working day. The next one is 7 April 2026."},
		{owner, "proposals", object{"kind": "rebaseline", "reason": "Later.", "changes": object{"M1": object{"due": "2026-04-05"}}},
			"changes.M1.due: 5 April 2026 is no working day. The next one is 7 April 2026."},
	} {
		p := checked(t, c.who.Post(t, path+"/"+c.route, c.body), c.want)
		require.Equal(t, []string{c.want}, told(p))
	}
	require.Equal(t, seen, programmeShown(t, owner, path).Seen["M1"], "nothing was taken over")
}
