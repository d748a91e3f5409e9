package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/ledger"
)

// stateDir is a directory for a dev's state. Not below the test's own, which the
// database's user may not enter.
func stateDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "termijn-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return filepath.Join(dir, "state")
}

// half waits until an import has recorded some more, but not all.
func half(t testing.TB, p *program, s *ledger.Store, cases int) {
	t.Helper()
	p.until(t, func() bool { return counted(t, s, countCases) >= cases }, "took over some")
	require.Less(t, counted(t, s, countCases), len(inLog(t).Incidents), "it is in the middle")
}

// references are the cases' references by number.
func references(t testing.TB, s *ledger.Store) map[string]string {
	t.Helper()
	rows, err := s.Pool().Query(t.Context(), `SELECT key, case_ref FROM claims WHERE person = 'import/servicenow'`)
	require.NoError(t, err)
	refs := map[string]string{}
	var number, ref string
	_, err = pgx.ForEachRow(rows, []any{&number, &ref}, func() error { refs[number] = ref; return nil })
	require.NoError(t, err)
	return refs
}

// The import is killed, and then all of the product with its servers while another
// import runs. What was begun is finished by the next, and nothing is there twice.
func TestAnImportSurvivesKills(t *testing.T) {
	t.Parallel()
	occupied(t, 7233) // so that nobody else takes the port of the servers that are killed
	data := stateDir(t)
	p, _ := dev(t, "--data", data, "--empty", "--port", "0")
	store := openStore(t, data)

	killed := importing(t, sample, "--data", data, "--parallel", "4")
	half(t, killed, store, 30)
	killed.kill()
	before := references(t, store)

	lost := importing(t, sample, "--data", data, "--parallel", "4", "--patience", "3s")
	half(t, lost, store, 90)
	family := p.family(t)
	p.kill()
	gone(t, family)
	require.Equal(t, statusFailed, lost.status(t))
	require.Regexp(t, `(?m)^termijn: nothing was recorded for 3s \(waiting for INC\d+, .*\).*; \d+ of 222 incidents are taken over: run the command again to go on from there$`, lost.errs.String())

	nobody := importing(t, sample, "--data", data)
	require.Equal(t, statusFailed, nobody.status(t))
	require.Regexp(t, `^termijn: database of the termijn dev on `+data+`: .*; see that it still runs\n$`, strings.ReplaceAll(nobody.errs.String(), "\n\t", " "))

	p, _ = dev(t, "--data", data, "--empty", "--port", "0")
	store = openStore(t, data)
	last := importing(t, sample, "--data", data)
	require.Zero(t, last.status(t), "%s", last.errs.String())
	require.Contains(t, last.out.String(), "\nbalanced\n")
	require.NotContains(t, last.errs.String(), ", 0 were there already")
	once(t, store)
	require.Equal(t, before, references(t, store), "references are stable")
	clean(t, data)
	p.signal(t, syscall.SIGINT)
	require.Zero(t, p.status(t), "%s", p.errs.String())
}

// importing starts an import into an installation whose servers and workers are others'.
func (i *installation) importing(t testing.TB, args ...string) *program {
	t.Helper()
	args = append(args, "--database", i.postgres.URL("termijn"), "--temporal", i.temporal.Address())
	return launch(t, plain, []string{codec.KeysVariable + "=" + i.key}, append([]string{"import", "servicenow"}, args...)...)
}

// While a server is away an import waits, and goes on when it is back.
func TestAnImportOutlivesItsServers(t *testing.T) {
	t.Parallel()
	i := install(t, 1)
	p := i.importing(t, sample, "--parallel", "4")
	half(t, p, i.store, 20)
	i.kill("temporal")
	p.warns(t, "nothing was recorded for 5s (waiting for INC")
	i.restart(t, "temporal")
	p.until(t, func() bool { return counted(t, i.store, countCases) >= 60 }, "went on")
	i.kill("postgres")
	i.restart(t, "postgres")
	require.Zero(t, p.status(t), "%s", p.errs.String())
	require.Contains(t, p.out.String(), "\nbalanced\n")
	once(t, i.store)
	i.endMeeting(t)
	i.provable(t)
}

// Nothing records: an import gives up and says for what it waited, and whoever stops
// it earlier hears how far it came. An incident that fails stops none of the others.
func TestAnImportThatCannotGoOnSaysSo(t *testing.T) {
	t.Parallel()
	i := install(t, 1)
	i.kill("worker")
	temporal := i.client(t)
	file := logOf(t, "INC1|0|New|1/3/2016 09:10|Group 24", "INC2|0|New|1/3/2016 09:10|Group 24", "INC2|1|Closed|1/3/2016 10:10|Group 24")
	stuck := i.importing(t, file, "--patience", "1s")
	require.Equal(t, statusFailed, stuck.status(t))
	require.Contains(t, stuck.errs.String(), "termijn: nothing was recorded for 1s (waiting for INC1, INC2); see that the product runs, with its workers and its servers; 0 of 2 incidents")

	// Two at once want the same; one of them is stopped.
	stopped, one := i.importing(t, file), i.importing(t, file, "--json")
	stopped.warns(t, "nothing was recorded for 5s (waiting for INC1, INC2)")
	asked := time.Now()
	stopped.signal(t, syscall.SIGINT)
	require.Equal(t, statusFailed, stopped.status(t))
	require.Less(t, time.Since(asked), 5*time.Second)
	require.Contains(t, stopped.errs.String(), "termijn: stopped; 0 of 2 incidents are taken over: run the command again to go on from there\n")

	// Somebody ends a case that is under way; the other one is taken over.
	one.warns(t, "nothing was recorded for 5s (waiting for INC1, INC2)")
	require.NoError(t, temporal.TerminateWorkflow(t.Context(), app.WorkflowID(references(t, i.store)["INC2"]), "", "by hand"))
	i.restart(t, "worker")
	require.Equal(t, statusFailed, one.status(t))
	ref := references(t, i.store)["INC2"]
	require.Regexp(t, `(?m)1 could not be taken over:\n  INC2 \(`+ref+`\): .*terminated`, one.errs.String())
	require.Contains(t, one.errs.String(), "termijn: 1 incidents could not be taken over; run the command again to try them again\n")
	require.Contains(t, one.out.String(), `"case": "`+ref+`"`)
	require.Contains(t, one.out.String(), `"differences"`)
	require.Equal(t, 1, counted(t, i.store, countCases))

	again := i.importing(t, file)
	require.Zero(t, again.status(t), "%s", again.errs.String())
	require.Regexp(t, `\n1 taken over in \d+ s, 1 were there already\n`, again.errs.String())
	require.Contains(t, again.out.String(), "\nbalanced\n")
	i.endMeeting(t)
	i.provable(t)
}

// client reaches the installation's Temporal.
func (i *installation) client(t testing.TB) client.Client {
	t.Helper()
	ring, err := codec.ParseKeyRing(i.key)
	require.NoError(t, err)
	c, err := client.Dial(settings{temporal: i.temporal.Address(), namespace: namespace, keys: ring}.client())
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}
