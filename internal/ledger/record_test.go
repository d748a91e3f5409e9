package ledger_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

func TestRecordingTwiceWritesOnceAndReturnsTheFirst(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	fx := opening("Analist")
	fx.Mails = []record.Mail{{Template: "registered", To: toPerson("noord-aanvrager")}}
	b := st.batch("case.registered", fx, `{"n":1}`)
	first, err := s.Record(t.Context(), b)
	require.NoError(t, err)

	again, err := s.Record(t.Context(), b)
	require.NoError(t, err)
	require.Equal(t, first.Hash, again.Hash)

	other := b
	other.Event.Kind, other.View = "case.other", json.RawMessage(`{"n":2}`)
	stored, err := s.Record(t.Context(), other)
	require.NoError(t, err, "a number that is taken is answered, not refused")
	require.Equal(t, first.Hash, stored.Hash)
	require.Equal(t, "case.registered", stored.Kind)

	payload, err := stored.Payload()
	require.NoError(t, err)
	require.Equal(t, first.Hash, record.HashOf(payload), "what is read back gives the hash that was sealed")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM events`))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM outbox`))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT (view->>'n')::int FROM cases`))
}

func TestRecordingOneNumberConcurrentlyWritesOneEvent(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	b := st.batch("case.registered", opening("Analist"), `{}`)
	hashes := make([]string, 16)
	var group sync.WaitGroup
	for i := range hashes {
		group.Go(func() {
			mine := b
			mine.Event.Kind = "case.registered" + strings.Repeat("!", i) // each with a content of its own
			if e, err := s.Record(t.Context(), mine); err == nil {
				hashes[i] = e.Hash
			}
		})
	}
	group.Wait()
	for _, h := range hashes {
		require.NotEmpty(t, h)
		require.Equal(t, hashes[0], h)
	}
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM events`))
}

// The batch has no BEGIN: between two synchronisation points of the protocol
// PostgreSQL makes everything one transaction.
func TestAFailureInALateStatementLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for _, prepared := range []bool{false, true} {
		s := open(t)
		if prepared {
			// Every connection has met the statements before: none is prepared on the way.
			tell(t, s, "REG-2026-000009").records("case.registered", fullEffects("REG-2026-000009"), `{"a":1}`)
		}
		exec(t, s.Pool(), `ALTER TABLE outbox ADD CONSTRAINT late CHECK (template <> 'bad')`)
		fx := fullEffects("REG-2026-000001")
		fx.Mails = append(fx.Mails, record.Mail{Template: "bad", To: toPerson("noord-aanvrager")})
		st := tell(t, s, "REG-2026-000001")
		_, err := s.Record(t.Context(), st.batch("case.registered", fx, `{"a":1}`))
		var refused *pgconn.PgError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, "late", refused.ConstraintName)
		for _, table := range []string{"events", "clocks", "tasks", "outbox"} {
			require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM `+table+` WHERE case_ref = $1`, st.ref), table)
		}
		require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM cases WHERE ref = $1`, st.ref))

		// When the cause is gone the same batch goes in: a retry is enough.
		exec(t, s.Pool(), `ALTER TABLE outbox DROP CONSTRAINT late`)
		_, err = s.Record(t.Context(), st.batch("case.registered", fx, `{"a":1}`))
		require.NoError(t, err)
	}
}

func fullEffects(ref string) record.Effects {
	fx := opening("Analist")
	fx.Clocks = []record.Clock{clock("answer", begin, 15)}
	fx.Tasks = []record.Task{task(ref, 1, toPerson("noord-aanvrager"), "answer")}
	fx.Mails = []record.Mail{{Template: "registered", To: toPerson("noord-aanvrager")}}
	return fx
}

func TestAnEventThatDoesNotFollowIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	st.records("case.registered", opening("Analist"), `{}`)
	gap := st.batch("x", record.Effects{}, "")
	gap.Event.Seq = 5
	_, err := s.Record(t.Context(), gap)
	require.ErrorContains(t, err, "does not follow")
	fork := st.batch("x", record.Effects{}, "")
	fork.Event.Prev = strings.Repeat("0", 64)
	_, err = s.Record(t.Context(), fork)
	require.ErrorContains(t, err, "does not follow")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM events`))
}

func TestTheLedgerIsAppendOnly(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	st.records("case.registered", opening("Analist"), `{}`)
	for _, sql := range []string{`UPDATE events SET kind = 'x'`, `DELETE FROM events`, `TRUNCATE events`, `TRUNCATE events CASCADE`} {
		_, err := s.Pool().Exec(t.Context(), sql)
		require.ErrorContains(t, err, "append-only", "also for the tables' owner: %s", sql)
	}
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM events`))
}

func TestServingNeedsNoRightToChangeEvents(t *testing.T) {
	t.Parallel()
	address := devtest.Postgres(t, migrate)
	owner, err := pgxpool.New(t.Context(), address)
	require.NoError(t, err)
	defer owner.Close()
	var db string
	require.NoError(t, owner.QueryRow(t.Context(), `SELECT current_database()`).Scan(&db))
	role := "serve_" + db
	exec(t, owner, `CREATE ROLE `+role+` LOGIN`)
	defer func() {
		exec(t, owner, `DROP OWNED BY `+role)
		exec(t, owner, `DROP ROLE `+role)
	}()
	require.NoError(t, ledger.Grant(t.Context(), address, role))

	u, err := url.Parse(address)
	require.NoError(t, err)
	u.User = url.User(role)
	pool, err := pgxpool.New(t.Context(), u.String())
	require.NoError(t, err)
	defer pool.Close()
	s := ledger.Open(pool, config.EmbeddedCalendars())
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, s.Enrol(t.Context(), eco.Organisations, eco.People))
	ref, err := s.Claim(t.Context(), ledger.Claim{Person: "noord-aanvrager", Key: "k", Digest: "d", Prefix: "REG", Year: 2026})
	require.NoError(t, err)
	tell(t, s, ref).records("case.registered", fullEffects(ref), `{"a":1}`)
	_, err = s.Reproject(t.Context(), "", nil)
	require.NoError(t, err)

	for _, sql := range []string{`UPDATE events SET kind = 'x'`, `DELETE FROM events`, `TRUNCATE events`,
		`ALTER TABLE events DISABLE TRIGGER ALL`, `DELETE FROM erasures`, `CREATE TABLE mine (n int)`} {
		_, err := pool.Exec(t.Context(), sql)
		var refused *pgconn.PgError
		require.ErrorAs(t, err, &refused, sql)
		require.Equal(t, "42501", refused.Code, "insufficient privilege: %s", sql)
	}
}

func TestMailsGoToThePeopleWhoAreMeant(t *testing.T) {
	t.Parallel()
	s := open(t)
	exec(t, s.Pool(), `UPDATE people SET active = false WHERE id = 'noord-budget-3'`)
	for i, c := range []struct {
		to    record.Recipient
		wants []string
	}{
		{toPerson("noord-aanvrager"), []string{"noord-aanvrager"}},
		{toPerson("noord-budget-3"), nil},
		{toPerson("nobody"), nil},
		{record.Recipient{Org: "noord", Role: "approver"}, []string{"noord-budget-1", "noord-budget-2", "noord-diensthoofd"}},
		{record.Recipient{Org: "alfa"}, []string{"alfa-medewerker", "alfa-verantwoordelijke"}},
		{record.Recipient{Org: "alfa", Role: "approver"}, nil},
		{record.Recipient{}, nil},
	} {
		st := tell(t, s, "REG-2026-00000"+string(rune('1'+i)))
		fx := opening("x")
		fx.Mails = []record.Mail{{Template: "a", To: c.to, Args: map[string]string{"k": "v"}}, {Template: "b", To: c.to, Task: st.ref + "/1"}}
		st.records("case.registered", fx, "")
		rows, err := s.Pool().Query(t.Context(), `SELECT person FROM outbox WHERE case_ref = $1 AND template = 'b' ORDER BY 1`, st.ref)
		require.NoError(t, err)
		people, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		require.ElementsMatch(t, c.wants, people, "%+v", c.to)
		require.Equal(t, 2*len(c.wants), count(t, s.Pool(), `SELECT count(DISTINCT key) FROM outbox WHERE case_ref = $1`, st.ref))
	}
}

func TestNoTextKeepsACaseFromBeingRecorded(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	fx := opening("nul \x00 and \xff bytes " + strings.Repeat("x", 5000))
	done := task(st.ref, 1, toPerson("noord-aanvrager"), "")
	done.Reason, done.Args = "a\x00b", map[string]string{"k\x00": "v\x00"}
	fx.Tasks = []record.Task{done}
	fx.Mails = []record.Mail{{Template: "a", To: toPerson("noord-aanvrager"), Args: map[string]string{"k": "v\x00"}}}
	e := st.records("case.registered", fx, `{"text":"a\u0000b","lone":"\ud800","digits":12345678901234567890}`)
	c, err := s.Case(t.Context(), ledger.Scope{All: true}, st.ref)
	require.NoError(t, err)
	require.Contains(t, c.Title, "nul \uFFFD and")
	require.Contains(t, string(c.View), "a\uFFFDb")
	stored, err := s.Event(t.Context(), st.ref, 1)
	require.NoError(t, err)
	require.Equal(t, e.Hash, stored.Hash)
	require.Equal(t, "a\x00b", stored.Effects.Tasks[0].Reason, "the ledger itself keeps what was written")
}

func TestConcurrentClaimsOfANewYearGiveEachItsReference(t *testing.T) {
	t.Parallel()
	s := open(t)
	refs := make([]string, 24)
	errs := make([]error, len(refs))
	var group sync.WaitGroup
	for i := range refs {
		group.Go(func() {
			refs[i], errs[i] = s.Claim(t.Context(), ledger.Claim{Person: "p", Key: string(rune('a' + i)), Digest: "d", Prefix: "REG", Year: 2027})
		})
	}
	group.Wait()
	seen := map[string]bool{}
	for i, ref := range refs {
		require.NoError(t, errs[i])
		require.False(t, seen[ref], ref)
		seen[ref] = true
	}
	again, err := s.Claim(t.Context(), ledger.Claim{Person: "p", Key: "a", Digest: "d", Prefix: "REG", Year: 2027})
	require.NoError(t, err)
	require.Equal(t, refs[0], again)
	_, err = s.Claim(t.Context(), ledger.Claim{Person: "p", Key: "a", Digest: "other", Prefix: "REG", Year: 2027})
	require.ErrorIs(t, err, ledger.ErrKeyReused)
}
