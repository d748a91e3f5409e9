package app_test

import (
	"context"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/devstack/devtest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/mail"
	"termijn/internal/signedlink"
	"termijn/workflows/casework"
)

// desk is the application service on a database alone: subscribing meets no case.
func desk(t *testing.T) *app.Service {
	t.Helper()
	return &app.Service{Store: ledger.Open(devtest.Pool(t, func(ctx context.Context, url string) error {
		_, err := ledger.Migrate(ctx, url, false)
		return err
	}), nil)}
}

// letter is the next mail that waits, as its reader gets it.
func letter(t *testing.T, s *app.Service) (m mail.Message) {
	t.Helper()
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	c := mail.Composer{BaseURL: "https://termijn.example", From: netmail.Address{Address: "termijn@termijn.example"}, Links: key}
	found, err := s.Store.DeliverNext(t.Context(), func(_ context.Context, o ledger.Outgoing) ledger.Delivery {
		m, err = c.Compose(o)
		require.NoError(t, err)
		return ledger.Delivery{}
	})
	require.NoError(t, err)
	require.True(t, found, "a mail waits")
	return m
}

// link takes the ID and the signature from the link to a page in a mail.
func link(t *testing.T, text, page string) (id, mac string) {
	t.Helper()
	_, rest, found := strings.Cut(text, "https://termijn.example"+page)
	require.True(t, found, text)
	line, _, _ := strings.Cut(rest, "\n")
	id, mac, found = strings.Cut(line, "/")
	require.True(t, found, line)
	return id, mac
}

func TestAVisitorSubscribesConfirmsAndLeaves(t *testing.T) {
	t.Parallel()
	s := desk(t)
	require.NoError(t, s.Subscribe(t.Context(), " lezer@burger.example ", "nl", "INC-2026-000007"))
	m := letter(t, s)
	require.Equal(t, "lezer@burger.example", m.To.Address)
	id, mac := link(t, m.Text, "/status/confirm/")
	out := signedlink.Sign(keyOf(t, s), signedlink.Unsubscribe, id)

	require.ErrorIs(t, s.ConfirmSubscription(t.Context(), id, out), app.ErrNotFound, "a link for something else")
	require.ErrorIs(t, s.ConfirmSubscription(t.Context(), "another", mac), app.ErrNotFound)
	late := signedlink.SignUntil(keyOf(t, s), signedlink.Confirm, id, time.Now().Add(-time.Minute))
	require.ErrorIs(t, s.ConfirmSubscription(t.Context(), id, late), app.ErrNotFound, "too late")
	require.Nil(t, held(t, s)[0].Confirmed)
	require.NoError(t, s.ConfirmSubscription(t.Context(), id, mac))
	require.NotNil(t, held(t, s)[0].Confirmed)
	require.NoError(t, s.ConfirmSubscription(t.Context(), id, mac), "twice is once")

	require.ErrorIs(t, s.Unsubscribe(t.Context(), id, mac), app.ErrNotFound)
	require.Len(t, held(t, s), 1)
	require.NoError(t, s.Unsubscribe(t.Context(), id, out))
	require.Empty(t, held(t, s))
	require.NoError(t, s.Unsubscribe(t.Context(), id, out), "twice is once")
	require.ErrorIs(t, s.ConfirmSubscription(t.Context(), id, mac), app.ErrNotFound, "gone is gone")
}

func keyOf(t *testing.T, s *app.Service) []byte {
	t.Helper()
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	return key
}

func held(t *testing.T, s *app.Service) []ledger.HeldSubscription {
	t.Helper()
	list, err := s.Store.Subscriptions(t.Context(), "lezer@burger.example")
	require.NoError(t, err)
	return list
}

func TestWhoIsSignedInSubscribesAtOnce(t *testing.T) {
	t.Parallel()
	s := desk(t)
	p := identity.Principal{Person: "noord-aanvrager", Email: "lezer@burger.example", Language: "en"}
	require.NoError(t, s.SubscribeAs(t.Context(), p, ""))
	require.NotNil(t, held(t, s)[0].Confirmed)
	require.Equal(t, "en", held(t, s)[0].Language)
	found, err := s.Store.DeliverNext(t.Context(), func(context.Context, ledger.Outgoing) ledger.Delivery { return ledger.Delivery{} })
	require.NoError(t, err)
	require.False(t, found, "nobody is asked what is known")
}

func TestAVisitorIsToldWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := desk(t)
	for _, c := range []struct{ email, language, ref, field, code string }{
		{"", "nl", "", "email", "bad_email"},
		{"lezer", "nl", "", "email", "bad_email"},
		{"lezer@burger", "nl", "", "email", "bad_email"},
		{"lezer@burger.", "nl", "", "email", "bad_email"},
		{"Lezer <lezer@burger.example>", "nl", "", "email", "bad_email"},
		{"a@burger.example, b@burger.example", "nl", "", "email", "bad_email"},
		{"lezer@burger.example\r\nBcc: x@y.example", "nl", "", "email", "bad_email"},
		{"lezer\x00@burger.example", "nl", "", "email", "bad_email"},
		{"lézer@burger.example", "nl", "", "email", "bad_email"},
		{`"le zer"@burger.example`, "nl", "", "email", "bad_email"},
		{strings.Repeat("a", 250) + "@burger.example", "nl", "", "email", "bad_email"},
		{"lezer@burger.example", "fr", "", "language", "unknown"},
		{"lezer@burger.example", "nl", "anything", "ref", "unknown"},
		{"lezer@burger.example", "nl", "INC-2026-000007\n", "ref", "unknown"},
	} {
		refusal, ok := casework.RefusalOf(s.Subscribe(t.Context(), c.email, c.language, c.ref))
		require.True(t, ok, "%+v", c)
		require.Equal(t, casework.CodeInvalid, refusal.Code)
		require.Equal(t, []casework.FieldError{{Field: c.field, Code: c.code}}, refusal.Fields, "%+v", c)
	}
	for _, good := range []string{"a.b+c@burger.example", "o'lezer@sub.burger.example", "LEZER@BURGER.EXAMPLE"} {
		require.NoError(t, s.Subscribe(t.Context(), good, "en", "INC-2026-000007"), good)
	}
}

func TestASurveysLinkOpensThatSurveyAlone(t *testing.T) {
	t.Parallel()
	s := desk(t)
	path, err := s.SurveyLink(t.Context(), "SUR-2026-000001")
	require.NoError(t, err)
	mac, found := strings.CutPrefix(path, "/survey/SUR-2026-000001/")
	require.True(t, found, path)
	require.NoError(t, s.VerifySurvey(t.Context(), "SUR-2026-000001", mac))
	require.ErrorIs(t, s.VerifySurvey(t.Context(), "SUR-2026-000002", mac), app.ErrNotFound)
	require.ErrorIs(t, s.VerifySurvey(t.Context(), "SUR-2026-000001", mac[1:]), app.ErrNotFound)
	require.ErrorIs(t, s.Unsubscribe(t.Context(), "SUR-2026-000001", mac), app.ErrNotFound)
}
