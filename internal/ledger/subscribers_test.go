package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

const newsRef = "INC-2026-000007"

func subscribe(t testing.TB, s *ledger.Store, email, ref string, confirmed bool) (id string) {
	t.Helper()
	id, _, err := s.Subscribe(t.Context(), ledger.Subscription{Email: email, Language: "nl", Case: ref, At: begin})
	require.NoError(t, err)
	require.NotEmpty(t, id)
	if confirmed {
		require.NoError(t, s.ConfirmSubscriber(t.Context(), id, begin))
	}
	return id
}

func news() record.Effects {
	fx := opening("Storing")
	fx.Mails = []record.Mail{
		{Template: "incident_update", To: record.Recipient{Subscribers: newsRef}, Args: map[string]string{"ref": newsRef}},
		{Template: "incident_update", To: toPerson("noord-aanvrager")},
	}
	return fx
}

func readers(t testing.TB, s *ledger.Store, template string) []string {
	t.Helper()
	rows, err := s.Pool().Query(t.Context(), `SELECT person FROM outbox WHERE template = $1`, template)
	require.NoError(t, err)
	var all []string
	for rows.Next() {
		var p string
		require.NoError(t, rows.Scan(&p))
		all = append(all, p)
	}
	require.NoError(t, rows.Err())
	return all
}

func TestNewsGoesToConfirmedSubscribersOfTheCaseAndOfAll(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := subscribe(t, s, "a@burger.example", newsRef, true), subscribe(t, s, "b@burger.example", newsRef, true)
	all := subscribe(t, s, "c@burger.example", "", true)
	subscribe(t, s, "d@burger.example", newsRef, false)
	subscribe(t, s, "e@burger.example", "INC-2026-000008", true)
	subscribe(t, s, "A@Burger.example", "", true)
	st := tell(t, s, newsRef)
	batch := st.batch("incident.opened", news(), "")
	first, err := s.Record(t.Context(), batch)
	require.NoError(t, err)
	want := []string{"subscriber:" + a, "subscriber:" + b, "subscriber:" + all, "noord-aanvrager"}
	require.ElementsMatch(t, want, readers(t, s, "incident_update"), "the address that subscribed twice gets it once")

	subscribe(t, s, "f@burger.example", newsRef, true)
	again, err := s.Record(t.Context(), batch)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.ElementsMatch(t, want, readers(t, s, "incident_update"), "recorded twice, told once")
}

func TestMailsToOthersReachNoSubscriber(t *testing.T) {
	t.Parallel()
	s := open(t)
	subscribe(t, s, "a@burger.example", "", true)
	subscribe(t, s, "b@burger.example", newsRef, true)
	fx := opening("Storing")
	fx.Mails = []record.Mail{{Template: "x", To: toPerson("nobody")}, {Template: "x", To: record.Recipient{Org: "noord"}}, {Template: "x"}}
	tell(t, s, newsRef).records("incident.opened", fx, "")
	for _, p := range readers(t, s, "x") {
		require.False(t, strings.HasPrefix(p, "subscriber:"), p)
	}
}

func TestThousandsOfSubscribersAreOneStatementAndOneIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	exec(t, s.Pool(), `INSERT INTO subscribers (email, language, case_ref, created_at, asked_at, confirmed_at)
		SELECT i || '@burger.example', 'nl', CASE WHEN i % 10 = 0 THEN '' ELSE 'INC-2026-' || lpad((i % 500)::text, 6, '0') END, $1, $1, $1
		FROM generate_series(1, 50000) i`, begin)
	exec(t, s.Pool(), `ANALYZE subscribers`)
	tell(t, s, newsRef).records("incident.opened", news(), "")
	require.Len(t, readers(t, s, "incident_update"), 5000+100+1)
	for sql, index := range map[string]string{
		`SELECT id FROM subscribers WHERE confirmed_at IS NOT NULL AND case_ref IN ('', 'INC-2026-000007')`: "subscribers_of_case",
		`SELECT id FROM subscribers WHERE lower(email) = 'x'`:                                               "subscribers_by_address",
		`SELECT id FROM subscribers WHERE confirmed_at IS NULL AND asked_at < '2026-01-01'`:                 "subscribers_unconfirmed",
	} {
		usesIndex(t, plan(t, s, sql, nil), index)
	}
	next := plan(t, s, ledger.NextMail, []any{ledger.SubscriberPrefix})
	require.Contains(t, next, "outbox_pending", "%s", next)
	require.Contains(t, next, "subscribers_pkey", "%s", next)
	require.NotContains(t, next, "Sort", "mails of one instant are not sorted for each: %s", next)
}

// delivered takes the one mail that waits.
func delivered(t testing.TB, s *ledger.Store) (o ledger.Outgoing) {
	t.Helper()
	found, err := s.DeliverNext(t.Context(), func(_ context.Context, next ledger.Outgoing) ledger.Delivery {
		o = next
		return ledger.Delivery{}
	})
	require.NoError(t, err)
	require.True(t, found)
	return o
}

func TestAMailFindsItsSubscriberOrNobody(t *testing.T) {
	t.Parallel()
	s := open(t)
	id, fresh, err := s.Subscribe(t.Context(), ledger.Subscription{Email: "a@burger.example", Language: "en", At: begin})
	require.NoError(t, err)
	require.True(t, fresh)
	asks := delivered(t, s)
	require.Equal(t, ledger.SubscriptionConfirm, asks.Template)
	require.Equal(t, begin, asks.Created.UTC())
	require.Equal(t, ledger.Reader{Person: "subscriber:" + id, Email: "a@burger.example", Language: "en", Active: true, Subscriber: id}, asks.Reader)

	require.NoError(t, s.ConfirmSubscriber(t.Context(), id, begin))
	fx := news()
	fx.Mails = fx.Mails[:1]
	tell(t, s, newsRef).records("incident.opened", fx, "")
	require.NoError(t, s.Unsubscribe(t.Context(), id))
	gone := delivered(t, s)
	require.Equal(t, ledger.Reader{Person: "subscriber:" + id, Language: "nl"}, gone.Reader, "not active: nobody is written to")
	require.NoError(t, s.Unsubscribe(t.Context(), id), "as often as mail programs like")
	require.ErrorIs(t, s.ConfirmSubscriber(t.Context(), id, begin), ledger.ErrNotFound)
}

func TestSubscribingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	ask := func(email, language string, minutes int) (string, bool) {
		id, fresh, err := s.Subscribe(t.Context(), ledger.Subscription{Email: email, Language: language, At: begin.Add(time.Duration(minutes) * time.Minute)})
		require.NoError(t, err)
		return id, fresh
	}
	id, fresh := ask("a@burger.example", "nl", 0)
	require.True(t, fresh)
	again, fresh := ask("A@BURGER.example", "en", 1)
	require.False(t, fresh)
	require.Equal(t, id, again)
	require.Len(t, readers(t, s, ledger.SubscriptionConfirm), 2, "the first mail may be lost")
	require.NoError(t, s.ConfirmSubscriber(t.Context(), id, begin.Add(2*time.Minute)))
	require.NoError(t, s.ConfirmSubscriber(t.Context(), id, begin.Add(3*time.Minute)))
	again, fresh = ask("a@burger.example", "en", 4)
	require.False(t, fresh)
	require.Equal(t, id, again)
	require.Len(t, readers(t, s, ledger.SubscriptionConfirm), 2, "nothing to ask any more")
	held, err := s.Subscriptions(t.Context(), "a@burger.example")
	require.NoError(t, err)
	require.Len(t, held, 1)
	require.Equal(t, "nl", held[0].Language)
	require.Equal(t, begin.Add(2*time.Minute), held[0].Confirmed.UTC())
}

func TestWhoIsKnownNeedNotConfirm(t *testing.T) {
	t.Parallel()
	s := open(t)
	waiting := subscribe(t, s, "a@noord.example", "", false)
	known := ledger.Subscription{Email: "a@noord.example", Language: "nl", Confirmed: true, At: begin.Add(time.Minute)}
	id, fresh, err := s.Subscribe(t.Context(), known)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, waiting, id)
	known.Case = newsRef
	_, fresh, err = s.Subscribe(t.Context(), known)
	require.NoError(t, err)
	require.True(t, fresh)
	require.Len(t, readers(t, s, ledger.SubscriptionConfirm), 1)
	require.Equal(t, 2, count(t, s.Pool(), `SELECT count(*) FROM subscribers WHERE confirmed_at IS NOT NULL`))
}

func TestAnAddressIsNotFloodedWithQuestions(t *testing.T) {
	t.Parallel()
	s := open(t)
	var group sync.WaitGroup
	errs := make([]error, 12)
	for n := range errs {
		group.Go(func() {
			_, _, errs[n] = s.Subscribe(t.Context(), ledger.Subscription{Email: "victim@burger.example", Language: "nl",
				Case: fmt.Sprintf("INC-2026-%06d", n), At: begin.Add(time.Duration(n) * time.Second)})
		})
	}
	group.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Len(t, readers(t, s, ledger.SubscriptionConfirm), 3, "whatever it is asked about, and however many ask at once")
	require.Equal(t, 3, count(t, s.Pool(), `SELECT count(*) FROM subscribers`), "nor kept")
	subscribe(t, s, "other@burger.example", "", false)
	_, fresh, err := s.Subscribe(t.Context(), ledger.Subscription{Email: "victim@burger.example", Language: "nl", At: begin.Add(time.Hour + time.Minute)})
	require.NoError(t, err)
	require.True(t, fresh, "an hour later it can be asked again")
	require.Len(t, readers(t, s, ledger.SubscriptionConfirm), 5)
}

// One event can mean a person in several ways: by name, by role, by a second role.
func TestWhoIsMeantTwiceIsToldOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	fx := opening("Storing")
	args := map[string]string{"text": "We zoeken de oorzaak."}
	fx.Mails = []record.Mail{
		{Template: "x", To: record.Recipient{Org: "noord", Role: "requester"}, Args: args},
		{Template: "x", To: toPerson("noord-aanvrager"), Args: args},
		{Template: "x", To: toPerson("noord-aanvrager"), Args: map[string]string{"text": "Opgelost."}},
	}
	tell(t, s, newsRef).records("incident.opened", fx, "")
	told := map[string]int{}
	for _, p := range readers(t, s, "x") {
		told[p]++
	}
	require.Equal(t, 2, told["noord-aanvrager"], "once for each text")
	require.Equal(t, 1, told["noord-projectleider"])
}
