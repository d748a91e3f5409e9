package mail

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/signedlink"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

func migrate(ctx context.Context, url string) error {
	_, err := ledger.Migrate(ctx, url, false)
	return err
}

// patience is far more than any condition takes.
const patience = 30 * time.Second

// office is a database with one case, a sink, and what a dispatcher needs.
type office struct {
	t     *testing.T
	db    *pgxpool.Pool
	store *ledger.Store
	sink  *Sink
}

const ref = "REG-2026-000042"

func newOffice(t *testing.T, verdict func(to string) error) *office {
	t.Helper()
	o := &office{t: t, db: devtest.Pool(t, migrate)}
	o.store = ledger.Open(o.db, nil)
	var err error
	o.sink, err = StartSink(SinkOptions{verdict: verdict})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, o.sink.Close()) })
	require.NoError(t, o.store.Enrol(t.Context(),
		[]ledger.Organisation{{ID: "noord", Kind: "client", Name: "Agentschap Noord"}, {ID: "alfa", Kind: "provider", Name: "ICT-Dienstverlener Alfa"}},
		[]ledger.Person{
			{ID: "anna", Org: "noord", Name: "Aanvrager Noord", Email: "aanvrager@noord.example", Language: "nl", Roles: []string{"requester"}},
			{ID: "ben", Org: "alfa", Name: "Agent Alfa", Email: "agent@alfa.example", Language: "en", Roles: []string{"agent"}},
		}))
	o.exec(`INSERT INTO cases (ref, process, stage, title, client_org, seq, head, opened_at, updated_at)
		VALUES ($1, 'regie', 'submitted', 'Architect voor het e-loket', 'noord', 1, '', $2, $2)`, ref, opened)
	o.exec(`INSERT INTO tasks (id, case_ref, kind, to_org, to_role, state, opened_at, due_at)
		VALUES ($1, $2, 'submit_offer', 'alfa', 'agent', 'open', $3, $4)`, ref+"/2", ref, opened, due)
	return o
}

var (
	opened = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	due    = time.Date(2026, 3, 23, 23, 0, 0, 0, time.UTC)
)

func (o *office) exec(sql string, args ...any) {
	o.t.Helper()
	_, err := o.db.Exec(o.t.Context(), sql, args...)
	require.NoError(o.t, err)
}

// post puts a mail into the outbox.
func (o *office) post(key, template, person, task string) {
	o.t.Helper()
	o.exec(`INSERT INTO outbox (key, case_ref, template, person, task, args, created_at)
		VALUES ($1, $2, $3, $4, $5, '{"clock":"answer","definition":"regie.answer","rung":"75%"}', $6)`, key, ref, template, person, task, opened)
}

func (o *office) dispatcher(sender Sender) Dispatcher {
	return Dispatcher{Store: o.store, Sender: sender, Composer: composer, Workers: 2, Poll: 5 * time.Millisecond,
		Retry: 5 * time.Millisecond, Log: slog.New(slog.DiscardHandler)}
}

var composer = Composer{BaseURL: "https://termijn.example/", From: netmail.Address{Name: "termijn", Address: "termijn@termijn.example"},
	Links: bytes.Repeat([]byte{7}, signedlink.KeySize)}

func (o *office) smtp() *SMTP {
	o.t.Helper()
	s, err := NewSMTP(o.sink.Options())
	require.NoError(o.t, err)
	o.t.Cleanup(s.Close)
	return s
}

// run runs dispatchers until the returned function, or the test's end, stops them.
func (o *office) run(all ...Dispatcher) (stop func()) {
	ctx, cancel := context.WithCancel(o.t.Context())
	var group sync.WaitGroup
	for _, d := range all {
		group.Go(func() { d.Run(ctx) })
	}
	stop = sync.OnceFunc(func() { cancel(); group.Wait() })
	o.t.Cleanup(stop)
	return stop
}

// arrive waits for n mails.
func (o *office) arrive(n int) []Received {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), patience)
	defer cancel()
	mails, err := o.sink.Await(ctx, func(m []Received) bool { return len(m) >= n })
	require.NoError(o.t, err, "%d of %d mails arrived", len(mails), n)
	return mails
}

// settle waits until nothing is pending.
func (o *office) settle() {
	o.t.Helper()
	require.Eventually(o.t, func() bool {
		var pending int
		err := o.db.QueryRow(o.t.Context(), `SELECT count(*) FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL`).Scan(&pending)
		return err == nil && pending == 0
	}, patience, 10*time.Millisecond)
}

type fate struct {
	sent, dropped bool
	attempts      int
	error         string
}

func (o *office) fate(key string) (f fate) {
	o.t.Helper()
	require.NoError(o.t, o.db.QueryRow(o.t.Context(), `SELECT sent_at IS NOT NULL, dropped_at IS NOT NULL, attempts, error
		FROM outbox WHERE key = $1`, key).Scan(&f.sent, &f.dropped, &f.attempts, &f.error))
	return f
}

func key(n int) string { return fmt.Sprintf("%s.%d.0.ben", ref, n) }
