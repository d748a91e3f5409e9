package ledger_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
)

func TestMain(m *testing.M) {
	// Each check of a property here is a case in a real database.
	if err := flag.Set("rapid.checks", "40"); err != nil {
		panic(err)
	}
	os.Exit(devtest.Main(m))
}

// begin is a Monday morning in Brussels, far from any holiday.
var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func migrate(ctx context.Context, url string) error {
	_, err := ledger.Migrate(ctx, url, false)
	return err
}

// open returns a store on a database of the test's own, with the people of the
// demonstration ecosystem.
func open(t testing.TB) *ledger.Store {
	t.Helper()
	s := ledger.Open(devtest.Pool(t, migrate), config.EmbeddedCalendars())
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, s.Enrol(t.Context(), eco.Organisations, eco.People))
	return s
}

// story writes the events of one case.
type story struct {
	store *ledger.Store
	ref   string
	seq   int64
	head  string
	at    time.Time
	view  json.RawMessage
	fails func(error)
}

func tell(t testing.TB, s *ledger.Store, ref string) *story {
	return &story{store: s, ref: ref, at: begin, view: json.RawMessage(`{}`), fails: func(err error) { require.NoError(t, err) }}
}

// parties of a case between Noord and Alfa.
func parties() *record.Parties {
	return &record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "noord-aanvrager", Representative: "noord-projectleider"}
}

func opening(title string) record.Effects {
	return record.Effects{Case: &record.CaseChange{Process: "regie", Stage: "submitted", Title: title, Parties: parties()}}
}

// batch is what the next event would be recorded with.
func (s *story) batch(kind string, fx record.Effects, view string) record.Batch {
	e := record.Event{Case: s.ref, Seq: s.seq + 1, At: s.at, Recorded: s.at.Add(time.Millisecond), Kind: kind, Prev: s.head,
		Actor: record.Actor{Person: "noord-aanvrager", Org: "noord"}, Body: json.RawMessage(`{"said":"` + kind + `"}`), Effects: fx}
	next := s.view
	if view != "" {
		next = json.RawMessage(view)
		patch, err := record.Patch(s.view, next)
		s.fails(err)
		if patch != nil {
			change := record.CaseChange{}
			if e.Effects.Case != nil {
				change = *e.Effects.Case
			}
			change.View = patch
			e.Effects.Case = &change
		}
	}
	return record.Batch{Event: e, View: next, Command: fmt.Sprintf("%s/%d", s.ref, e.Seq)}
}

// records the next event, a day after the one before.
func (s *story) records(kind string, fx record.Effects, view string) record.Event {
	b := s.batch(kind, fx, view)
	e, err := s.store.Record(context.Background(), b)
	s.fails(err)
	s.seq, s.head, s.view, s.at = e.Seq, e.Hash, b.View, s.at.Add(24*time.Hour)
	return e
}

func days(n int) sla.Target { return sla.Target{WorkingDays: n} }

// clock is a clock in working days that starts at an instant.
func clock(id string, start time.Time, n int) record.Clock {
	return record.Clock{ID: id, Definition: "regie.answer", Version: 1, Calendar: "workdays", Facts: sla.Facts{Target: days(n), Start: start}}
}

func task(ref string, n int, to record.Recipient, clock string) record.Task {
	return record.Task{ID: fmt.Sprintf("%s/%d", ref, n), Kind: "answer", Assignee: to, State: record.TaskOpen, Opened: begin, Clock: clock}
}

func toPerson(id string) record.Recipient { return record.Recipient{Person: id} }

func exec(t testing.TB, db *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	_, err := db.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

func count(t testing.TB, db *pgxpool.Pool, sql string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, db.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// ctxOf is for helpers that have no test of their own at hand.
var ctxOf = context.Background()

// tamper changes the ledger as only a superuser can who switches its triggers off.
func tamper(t testing.TB, s *ledger.Store, sql string, args ...any) {
	t.Helper()
	tx, err := s.Pool().Begin(t.Context())
	require.NoError(t, err)
	for _, table := range []string{"events", "erasures"} {
		_, err = tx.Exec(t.Context(), `ALTER TABLE `+table+` DISABLE TRIGGER ALL`)
		require.NoError(t, err)
	}
	_, err = tx.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
	for _, table := range []string{"events", "erasures"} {
		_, err = tx.Exec(t.Context(), `ALTER TABLE `+table+` ENABLE TRIGGER ALL`)
		require.NoError(t, err)
	}
	require.NoError(t, tx.Commit(t.Context()))
}
