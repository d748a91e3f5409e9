package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/ledger"
)

func TestAnAddressThatNobodyConfirmsIsForgotten(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := subscribe(t, s, "a@burger.example", "", false)
	subscribe(t, s, "b@burger.example", "", true)
	late := begin.Add(ledger.ConfirmWithin)
	n, err := s.ForgetUnconfirmed(t.Context(), begin)
	require.NoError(t, err)
	require.Zero(t, n, "it still has its seven days")
	_, fresh, err := s.Subscribe(t.Context(), ledger.Subscription{Email: "c@burger.example", Language: "nl", At: late.Add(time.Second)})
	require.NoError(t, err)
	require.True(t, fresh)
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM subscribers WHERE id = $1`, id), "the next visitor clears it away")
	n, err = s.ForgetUnconfirmed(t.Context(), late.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM subscribers`), "who confirmed stays")
}

func TestAnAddressIsForgottenOnRequest(t *testing.T) {
	t.Parallel()
	s := open(t)
	e := forget(t, begin)
	_, err := s.ForgetAddress(t.Context(), "a@burger.example", e)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	subscribe(t, s, "a@burger.example", "", true)
	subscribe(t, s, "a@burger.example", newsRef, false)
	subscribe(t, s, "b@burger.example", "", true)
	done, err := s.ForgetAddress(t.Context(), "A@burger.example", e)
	require.NoError(t, err)
	require.Equal(t, ledger.Erased{Texts: []string{}, Mails: 2, Subscriptions: 2}, done)
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM subscribers WHERE email = 'a@burger.example'`))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM outbox WHERE dropped_at IS NULL`))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM erasures WHERE mails = 2`))
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM erasures e WHERE e::text LIKE '%burger%'`), "the record names no address")
}

// Who follows one case and all news gets each piece of it once, and no more of it by
// the other subscription when the one has ended.
func TestWhoUnsubscribesGetsNoMoreNews(t *testing.T) {
	t.Parallel()
	s := open(t)
	subscribe(t, s, "a@burger.example", "", true)
	subscribe(t, s, "b@burger.example", newsRef, true)
	id := subscribe(t, s, "A@burger.example", newsRef, true)
	require.NoError(t, s.Unsubscribe(t.Context(), id))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM subscribers`))
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM subscribers WHERE lower(email) = 'a@burger.example'`))
}

func TestAForgottenPersonHasNoSubscriptionLeft(t *testing.T) {
	t.Parallel()
	s := open(t)
	eco, err := config.Demonstration()
	require.NoError(t, err)
	person := eco.People[0]
	subscribe(t, s, strings.ToUpper(person.Email), newsRef, true)
	p, err := s.Personal(t.Context(), person.ID)
	require.NoError(t, err)
	require.Len(t, p.Subscriptions, 1)
	require.Equal(t, newsRef, p.Subscriptions[0].Case)
	done, err := s.AnonymisePerson(t.Context(), person.ID, forget(t, begin))
	require.NoError(t, err)
	require.Equal(t, 1, done.Subscriptions)
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM subscribers`))
}
