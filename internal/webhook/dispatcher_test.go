package webhook

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

var secret = []byte("a secret of 24 bytes....")

// pager is a real program that is called, and checks what it gets.
type pager struct {
	*httptest.Server
	mu sync.Mutex
	// answer says what the nth call gets; nil means 204.
	answer func(n int) int
	calls  []received
	// done are the keys of what it did: it does nothing twice under one.
	done map[string]bool
}

type received struct {
	Key, Event string
	Body       string
	Signed     error
}

func newPager(t *testing.T, answer func(n int) int) *pager {
	t.Helper()
	p := &pager{answer: answer, done: map[string]bool{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		p.mu.Lock()
		defer p.mu.Unlock()
		if err == nil {
			err = Verify(secret, body, r.Header.Get(HeaderSignature), time.Now(), time.Minute)
		}
		key := r.Header.Get(HeaderKey)
		p.calls = append(p.calls, received{key, r.Header.Get(HeaderEvent), string(body), err})
		p.done[key] = true
		status := http.StatusNoContent
		if p.answer != nil {
			status = p.answer(len(p.calls))
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *pager) got() []received {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]received(nil), p.calls...)
}

// office is a ledger with the people of the demonstration ecosystem, who are called
// for a few events.
func office(t *testing.T, hooks ...ledger.Hook) *ledger.Store {
	t.Helper()
	s := ledger.Open(devtest.Pool(t, func(ctx context.Context, url string) error { _, err := ledger.Migrate(ctx, url, false); return err }), config.EmbeddedCalendars())
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, s.Enrol(t.Context(), eco.Organisations, eco.People))
	s.Announce(hooks)
	return s
}

// records writes the first event of a case of alfa for noord.
func records(t *testing.T, s *ledger.Store, ref, kind string, mails ...record.Mail) {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	_, err := s.Record(t.Context(), record.Batch{View: json.RawMessage(`{}`), Event: record.Event{Case: ref, Seq: 1, At: at, Recorded: at, Kind: kind, Actor: record.System,
		Effects: record.Effects{Mails: mails, Case: &record.CaseChange{Process: "change", Stage: "approval", Title: "Geheim", Parties: &record.Parties{Client: "noord", Providers: []string{"alfa"}}}}}})
	require.NoError(t, err)
}

// runs runs a dispatcher until nothing is due any more, now or later.
func runs(t *testing.T, d Dispatcher) {
	t.Helper()
	d.Poll, d.Retry = time.Millisecond, time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { d.Run(ctx) })
	require.Eventually(t, func() bool {
		var waits int
		require.NoError(t, d.Store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM webhooks WHERE sent_at IS NULL AND dropped_at IS NULL`).Scan(&waits))
		return waits == 0
	}, 20*time.Second, 5*time.Millisecond)
	stop()
	done.Wait()
}

type fate struct {
	sent, dropped bool
	attempts      int
	error         string
}

func fateOf(t *testing.T, s *ledger.Store, key string) (f fate) {
	t.Helper()
	require.NoError(t, s.Pool().QueryRow(t.Context(), `SELECT sent_at IS NOT NULL, dropped_at IS NOT NULL, attempts, error FROM webhooks WHERE key = $1`, key).
		Scan(&f.sent, &f.dropped, &f.attempts, &f.error))
	return f
}

var alfa = ledger.Hook{Target: "alfa-pager", Org: "alfa", Events: []string{"change.*"}, Mails: []string{"ecab_called"}}

func TestACallIsSignedAndSaysWhatHappened(t *testing.T) {
	t.Parallel()
	s, p := office(t, alfa), newPager(t, nil)
	records(t, s, "CHG-2026-000001", "change.approved")
	records(t, s, "CHG-2026-000002", "note.added")
	runs(t, Dispatcher{Store: s, Targets: map[string]Target{"alfa-pager": {p.URL, secret}}})
	calls := p.got()
	require.Len(t, calls, 1, "another event calls nobody")
	require.NoError(t, calls[0].Signed)
	require.Equal(t, []string{"CHG-2026-000001.1.change.approved.alfa-pager", "change.approved"}, []string{calls[0].Key, calls[0].Event})
	require.JSONEq(t, `{"id":"CHG-2026-000001.1.change.approved.alfa-pager","event":"change.approved","case":"CHG-2026-000001","seq":1,
		"process":"change","stage":"approval","outcome":"","at":"2026-03-02T09:00:00Z"}`, calls[0].Body, "and nothing that must be kept from anybody")
	require.Equal(t, fate{sent: true, attempts: 1}, fateOf(t, s, calls[0].Key))
}

// A call to the E-CAB goes to the organisations whose people are called (B-34).
func TestAMailCallsTheProgramsOfThoseItGoesTo(t *testing.T) {
	t.Parallel()
	hook := func(org string) ledger.Hook {
		return ledger.Hook{Target: org, Org: org, Mails: []string{"ecab_called"}}
	}
	s, p := office(t, hook("alfa"), hook("beta"), hook("si"), hook("noord"), hook("board")), newPager(t, nil)
	records(t, s, "CHG-2026-000001", "change.ecab", record.Mail{Template: "ecab_called", To: record.Recipient{Org: "alfa", Role: "manager"}},
		record.Mail{Template: "ecab_called", To: record.Recipient{Person: "si-cab-voorzitter"}}, record.Mail{Template: "ecab_called", To: record.Recipient{Org: "beta"}},
		record.Mail{Template: "task_opened", To: record.Recipient{Org: "board"}})
	targets := map[string]Target{}
	for _, org := range []string{"alfa", "beta", "si", "noord", "board"} {
		targets[org] = Target{p.URL, secret}
	}
	runs(t, Dispatcher{Store: s, Targets: targets})
	var keys []string
	for _, c := range p.got() {
		require.NoError(t, c.Signed)
		keys = append(keys, c.Key)
	}
	require.ElementsMatch(t, []string{"CHG-2026-000001.1.ecab_called.alfa", "CHG-2026-000001.1.ecab_called.si"}, keys, "beta does not see the case")
}

func TestAFailureIsTriedAgainUnderTheSameKey(t *testing.T) {
	t.Parallel()
	s := office(t, alfa)
	p := newPager(t, func(n int) int {
		return map[bool]int{true: http.StatusInternalServerError, false: http.StatusOK}[n < 3]
	})
	records(t, s, "CHG-2026-000001", "change.approved")
	runs(t, Dispatcher{Store: s, Targets: map[string]Target{"alfa-pager": {p.URL, secret}}})
	calls := p.got()
	require.Len(t, calls, 3)
	for _, c := range calls {
		require.Equal(t, calls[0].Key, c.Key)
		require.Equal(t, calls[0].Body, c.Body)
		require.NoError(t, c.Signed)
	}
	require.Equal(t, map[string]bool{calls[0].Key: true}, p.done, "so that the receiver does it once")
	require.Equal(t, fate{sent: true, attempts: 3}, fateOf(t, s, calls[0].Key))
}

// Recording an event twice, as a worker does that lost the answer, calls once.
func TestAnEventThatIsRecordedTwiceCallsOnce(t *testing.T) {
	t.Parallel()
	s, p := office(t, alfa), newPager(t, nil)
	records(t, s, "CHG-2026-000001", "change.approved")
	records(t, s, "CHG-2026-000001", "change.approved")
	d := Dispatcher{Store: s, Targets: map[string]Target{"alfa-pager": {p.URL, secret}}}
	runs(t, d)
	runs(t, d)
	require.Len(t, p.got(), 1)
}

func TestACallIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		status, attempts int
		error            string
	}{
		"always busy":          {http.StatusServiceUnavailable, 4, "answered 503"},
		"not wanted any more":  {http.StatusGone, 1, "the program does not want to be called any more (410)"},
		"led to somebody else": {http.StatusFound, 4, "answered 302"},
	} {
		s, p := office(t, alfa), newPager(t, func(int) int { return c.status })
		records(t, s, "CHG-2026-000001", "change.approved")
		runs(t, Dispatcher{Store: s, Targets: map[string]Target{"alfa-pager": {p.URL, secret}}, Attempts: 4})
		require.Len(t, p.got(), c.attempts, "%s: and no redirect is followed", what)
		require.Equal(t, fate{dropped: true, attempts: c.attempts, error: c.error}, fateOf(t, s, p.got()[0].Key), what)
	}
}

func TestNobodyIsCalledWhoIsNotConfigured(t *testing.T) {
	t.Parallel()
	s, p := office(t, alfa), newPager(t, nil)
	records(t, s, "CHG-2026-000001", "change.approved")
	runs(t, Dispatcher{Store: s, Targets: map[string]Target{"another": {p.URL, secret}}})
	require.Empty(t, p.got())
	require.Equal(t, fate{dropped: true, attempts: 1, error: "the target is not configured"}, fateOf(t, s, "CHG-2026-000001.1.change.approved.alfa-pager"))
}

func TestAnotherOrganisationHearsNothingOfACaseThatItDoesNotSee(t *testing.T) {
	t.Parallel()
	s := office(t, ledger.Hook{Target: "beta", Org: "beta", Events: []string{"change.*"}}, ledger.Hook{Target: "zuid", Org: "zuid", Events: []string{"change.*"}})
	records(t, s, "CHG-2026-000001", "change.approved")
	var n int
	require.NoError(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM webhooks`).Scan(&n))
	require.Zero(t, n)
}

func TestASignatureIsOfTheBodyTheSecretAndTheTime(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_770_000_000, 0)
	body := []byte(`{"a":1}`)
	good := Sign(secret, body, at)
	// As: printf '1770000000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of 24 bytes....'
	require.Equal(t, "t=1770000000,v1=4d84ae2b1635496c41e817bd2bc2895037c941bfdab03c7e6e58215588820646", good)
	require.NoError(t, Verify(secret, body, good, at.Add(4*time.Minute), 5*time.Minute))
	for what, err := range map[string]error{
		"another body":     Verify(secret, []byte(`{"a":2}`), good, at, time.Minute),
		"another secret":   Verify([]byte("x"), body, good, at, time.Minute),
		"later":            Verify(secret, body, good, at.Add(6*time.Minute), 5*time.Minute),
		"earlier":          Verify(secret, body, good, at.Add(-6*time.Minute), 5*time.Minute),
		"another time":     Verify(secret, body, "t=1770000001,v1="+good[len("t=1770000000,v1="):], at, time.Minute),
		"no time":          Verify(secret, body, "t=,v1=00", at, time.Minute),
		"nothing":          Verify(secret, body, "", at, time.Minute),
		"no hex":           Verify(secret, body, "t=1770000000,v1=zz", at, time.Minute),
		"an empty one":     Verify(secret, body, "t=1770000000,v1=", at, time.Minute),
		"without its stem": Verify(secret, body, good[2:], at, time.Minute),
	} {
		require.ErrorIs(t, err, ErrSignature, what)
	}
}
