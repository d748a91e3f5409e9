package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/takeover"
)

const (
	sample      = "../../internal/takeover/testdata/incidents.csv.gz"
	serviceDesk = "si-servicedesk"
)

// importing starts an import.
func importing(t testing.TB, args ...string) *program {
	t.Helper()
	return launch(t, plain, nil, append([]string{"import", "servicenow"}, args...)...)
}

// room is the directory that a dev names for other commands.
func room(t testing.TB, p *program) string {
	t.Helper()
	m := regexp.MustCompile(`termijn import servicenow FILE --data (\S+)`).FindStringSubmatch(p.out.String())
	require.NotNil(t, m, "%s", p.out.String())
	return m[1]
}

// openStore opens the ledger of a running dev.
func openStore(t testing.TB, data string) *ledger.Store {
	t.Helper()
	store, done, err := Connection{Data: data}.Store(t.Context())
	require.NoError(t, err)
	t.Cleanup(done)
	return store
}

// counted is the number that a query gives; -1 while it cannot be asked.
func counted(t testing.TB, s *ledger.Store, sql string, args ...any) (n int) {
	t.Helper()
	if err := s.Pool().QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Logf("cannot be counted: %v", err)
		return -1
	}
	return n
}

const (
	countCases  = `SELECT count(*) FROM cases WHERE process = 'incident'`
	countEvents = `SELECT count(*) FROM events e JOIN claims c ON c.case_ref = e.case_ref WHERE c.person = 'import/servicenow'`
)

// inLog reads the sample as the command does.
func inLog(t testing.TB) *takeover.Log {
	t.Helper()
	m, err := config.ServiceNow("")
	require.NoError(t, err)
	f, err := os.Open(sample)
	require.NoError(t, err)
	defer f.Close()
	log, err := takeover.Read(f, m, takeover.Options{})
	require.NoError(t, err)
	return log
}

// toRecord is how many events a log makes: the opening, each fact, and the take-over
// of what is open.
func toRecord(log *takeover.Log) (n int) {
	for _, inc := range log.Incidents {
		n += 1 + len(inc.Facts)
		if last := len(inc.Facts) - 1; last < 0 || inc.Facts[last].Kind != takeover.Closed {
			n++
		}
	}
	return n
}

// once requires that all of the sample stands in the ledger, and nothing twice.
func once(t testing.TB, s *ledger.Store) {
	t.Helper()
	log := inLog(t)
	require.Equal(t, len(log.Incidents), counted(t, s, countCases))
	require.Equal(t, len(log.Incidents), counted(t, s, `SELECT count(DISTINCT case_ref) FROM claims WHERE person = 'import/servicenow'`))
	require.Equal(t, toRecord(log), counted(t, s, countEvents))
	require.Zero(t, counted(t, s, `SELECT count(*) FROM outbox o JOIN claims c ON c.case_ref = o.case_ref WHERE c.person = 'import/servicenow'`), "nobody is told of the past")
}

// clean requires that the audit and the rebuilding of everything find nothing.
func clean(t testing.TB, data string) {
	t.Helper()
	audit := launch(t, plain, nil, "audit", "--data", data)
	require.Zero(t, audit.status(t), "%s%s", audit.out.String(), audit.errs.String())
	require.Regexp(t, `(?m) (\d+) events \(\d+ also in a workflow history\), .* 0 differences$`, audit.out.String())
	again := launch(t, plain, nil, "reproject", "--data", data)
	require.Zero(t, again.status(t), "%s", again.errs.String())
	require.Contains(t, again.out.String(), ": 0 rebuilt, 0 left alone, the rest was right")
}

func TestALogIsTakenOverAsTheAnnouncementSays(t *testing.T) {
	t.Parallel()
	p, url := dev(t, "--empty", "--port", "0")
	data := room(t, p)
	store := openStore(t, data)
	all := len(inLog(t).Incidents)

	rejects := filepath.Join(t.TempDir(), "rejects.csv")
	first := importing(t, sample, "--data", data, "--rejects", rejects)
	require.Zero(t, first.status(t), "%s", first.errs.String())
	require.Contains(t, first.out.String(), "\nbalanced\n")
	require.Regexp(t, fmt.Sprintf(`^taking over: (?s:.*)%d of %[1]d incidents, .* a second\n%[1]d taken over in \d+ s, 0 were there already\n$`, all), first.errs.String())
	once(t, store)
	listsRejects(t, rejects)
	rehearsed(t, first.out.String())

	c := &careful{url: url}
	open := get[struct{ Items []object }](t, c, serviceDesk, "/api/v1/incidents?limit=100")
	require.Len(t, open.Items, 1)
	require.Equal(t, "new", open.Items[0]["stage"])
	team := fmt.Sprint(open.Items[0]["team"])
	require.Len(t, get[struct{ Items []object }](t, c, serviceDesk, "/api/v1/incidents?team="+team).Items, 1)
	ended := get[struct{ Items []object }](t, c, serviceDesk, "/api/v1/incidents?state=closed&limit=100")
	require.Len(t, ended.Items, 100)
	for _, item := range ended.Items {
		require.Equal(t, "closed", item["outcome"])
	}
	// Whoever works for its team takes it up: it lives.
	ref, agent := fmt.Sprint(open.Items[0]["ref"]), fmt.Sprint(open.Items[0]["organisation"])+"-medewerker"
	if team == config.DeskTeam {
		agent = serviceDesk
	}
	r, err := c.send(t.Context(), agent, http.MethodPost, "/api/v1/incidents/"+ref+"/take", "taken up", object{})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, r.Status, "%s", r.Body)

	second := importing(t, sample, "--data", data, "--json")
	require.Zero(t, second.status(t), "%s", second.errs.String())
	require.Contains(t, second.errs.String(), fmt.Sprintf("0 taken over in 0 s, %d were there already\n", all))
	var out outcome
	require.NoError(t, json.Unmarshal([]byte(second.out.String()), &out))
	require.NotNil(t, out.Found)
	require.Empty(t, takeover.Compare(out.Expected, *out.Found))
	require.Empty(t, out.Differences)
	require.Equal(t, all-1, out.Found.Incidents)
	require.Equal(t, 1, out.LivedOn, "what somebody took up is not compared")

	other := importing(t, logOf(t, "INC1|0|New|1/3/2016 09:10|Group 24", "INC1|1|Closed|2/3/2016 09:10|Group 24"), "--data", data)
	require.Zero(t, other.status(t), "another log is compared with what came from it alone: %s", other.out.String())
	require.Contains(t, other.out.String(), "\nbalanced\n")
	clean(t, data)
}

// listsRejects requires that the file names each rejected row of the sample.
func listsRejects(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"line", "number", "reason", "value"}, rows[0])
	require.Len(t, rows, 1+inLog(t).Report.Rejected)
	require.Contains(t, rows, []string{"1839", "INC0028089", "unknown state", `incident_state is "-100", which the mapping does not have`})
}

// rehearsed requires that a dry run expects what an import expected.
func rehearsed(t *testing.T, imported string) {
	t.Helper()
	dry := importing(t, sample, "--dry-run")
	require.Zero(t, dry.status(t), "%s", dry.errs.String())
	require.Equal(t, expectedColumn(imported), expectedColumn(dry.out.String()))
	require.NotContains(t, dry.out.String(), "found")
	require.Empty(t, dry.errs.String())
}

// expectedColumn are the names and what must come out.
func expectedColumn(text string) (column []string) {
	_, text, _ = strings.Cut(text, "\nWhat must come out")
	_, text, _ = strings.Cut(text, "\n")
	text, _, _ = strings.Cut(text, "\n\n")
	for line := range strings.Lines(text) {
		cells := regexp.MustCompile(`\s{2,}`).Split(strings.TrimSpace(line), -1)
		if strings.HasPrefix(line, "  ") && len(cells) > 1 {
			column = append(column, cells[0]+" = "+cells[1])
		}
	}
	return column
}
