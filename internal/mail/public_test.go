package mail

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/signedlink"
)

// reading is a sample mail as a subscriber gets it.
func reading(template, language string) ledger.Outgoing {
	o := sample(template, language)
	o.Reader = ledger.Reader{Person: "subscriber:5f6c", Email: "lezer@burger.example", Language: language, Active: true, Subscriber: "5f6c"}
	return o
}

const wayOut = "https://termijn.example/status/unsubscribe/5f6c/YbrfafV2ol9NoQY8WKER5A"

func TestASubscribersMailHasAWayOut(t *testing.T) {
	t.Parallel()
	for template, about := range map[string]string{incidentUpdate: "INC-2026-000007: Het <e-loket> is traag", noticeUpdate: "E-loket"} {
		for language, words := range map[string][2]string{
			"nl": {"geabonneerd bent op het nieuws", "\nAbonnement opzeggen: " + wayOut + "\n"},
			"en": {"you subscribed to the news", "\nUnsubscribe: " + wayOut + "\n"},
		} {
			m, err := composer.Compose(reading(template, language))
			require.NoError(t, err)
			require.Equal(t, wayOut, m.Unsubscribe)
			require.Contains(t, m.Text, words[0])
			require.Contains(t, m.Text, words[1])
			require.Contains(t, m.HTML, `<a href="`+wayOut+`"`)
			require.Contains(t, m.Text, about)
			require.Contains(t, m.Text, "https://termijn.example/status\n")
			for _, inside := range []string{"Architect", "Agentschap Noord", "/cases/"} {
				require.NotContains(t, m.Subject+m.Text+m.HTML, inside, "what is not public")
			}
		}
	}
	m, err := composer.Compose(sample(incidentUpdate, "nl"))
	require.NoError(t, err)
	require.Empty(t, m.Unsubscribe, "people of the product did not subscribe")
	require.NotContains(t, m.Text, "unsubscribe")
}

func TestTextsOfNewsAreParagraphs(t *testing.T) {
	t.Parallel()
	m, err := composer.Compose(sample(incidentUpdate, "en"))
	require.NoError(t, err)
	require.Contains(t, m.Text, "\n\nEerste alinea, vervolgd.\n\nTweede alinea.\n\n")
	require.Equal(t, []string{"a", "b c"}, paragraphs("a\r\n\r\nb\nc"))
}

func TestALinkToConfirmEndsAfterSevenDays(t *testing.T) {
	t.Parallel()
	m, err := composer.Compose(sample(ledger.SubscriptionConfirm, "nl"))
	require.NoError(t, err)
	require.Empty(t, m.Unsubscribe, "nothing to end yet")
	require.Empty(t, m.Thread, "it is about no case")
	_, rest, found := strings.Cut(m.Text, "https://termijn.example/status/confirm/5f6c/")
	require.True(t, found, m.Text)
	mac, _, _ := strings.Cut(rest, "\n")
	require.True(t, signedlink.VerifyAt(composer.Links, signedlink.Confirm, "5f6c", mac, opened.Add(ledger.ConfirmWithin-time.Second)))
	require.False(t, signedlink.VerifyAt(composer.Links, signedlink.Confirm, "5f6c", mac, opened.Add(ledger.ConfirmWithin)))

	one := sample(ledger.SubscriptionConfirm, "nl")
	one.Case = ledger.OutgoingCase{Ref: ref, Title: "Niet publiek"}
	m, err = composer.Compose(one)
	require.NoError(t, err)
	require.Contains(t, m.Text, "het nieuws over "+ref+" op de statuspagina")
	require.NotContains(t, m.Text+m.HTML+m.Subject, "Niet publiek")
}

func TestASurveyHasFiveAnswersThatNeedNoSigningIn(t *testing.T) { // E-14
	t.Parallel()
	nobody := sample(surveyInvite, "nl")
	nobody.Reader = ledger.Reader{Email: "melder@burger.example", Language: "nl", Active: true}
	for _, o := range []ledger.Outgoing{sample(surveyInvite, "nl"), nobody} {
		m, err := composer.Compose(o)
		require.NoError(t, err)
		page := "https://termijn.example" + signedlink.SurveyPath(composer.Links, "SUR-2026-000001")
		for score := 1; score <= 5; score++ {
			require.Contains(t, m.Text, fmt.Sprintf("\n%d – ", score))
			require.Contains(t, m.Text, fmt.Sprintf(":\n%s?score=%d\n", page, score))
		}
		require.Contains(t, m.Text, "\n"+page+"\n")
		require.Contains(t, m.Text, "minder dan een minuut")
		require.NotContains(t, m.Text, "Architect")
	}
}

func TestWithoutAKeyNoLinkIsSigned(t *testing.T) {
	t.Parallel()
	bare := composer
	bare.Links = nil
	for _, o := range []ledger.Outgoing{reading(incidentUpdate, "nl"), sample(surveyInvite, "nl"), sample(ledger.SubscriptionConfirm, "nl")} {
		_, err := bare.Compose(o)
		require.ErrorIs(t, err, errNoKey)
		require.NotErrorIs(t, err, ErrRefused, "the mail waits")
	}
	_, err := bare.Compose(sample(caseRegistered, "nl"))
	require.NoError(t, err)
}

func TestOneClickUnsubscribes(t *testing.T) { // RFC 8058
	t.Parallel()
	o := newOffice(t, nil)
	id, _, err := o.store.Subscribe(t.Context(), ledger.Subscription{Email: "lezer@burger.example", Language: "en", Confirmed: true, At: opened})
	require.NoError(t, err)
	o.post(key(1), noticeUpdate, "subscriber:"+id, "")
	o.post(key(2), caseRegistered, "anna", "")
	o.run(o.dispatcher(o.smtp()))
	for _, m := range o.arrive(2) {
		if strings.Contains(m.To, "anna") || strings.Contains(m.To, "noord") {
			require.Empty(t, m.Header["List-Unsubscribe"])
			require.Empty(t, m.Header["List-Unsubscribe-Post"])
			continue
		}
		require.Equal(t, "<lezer@burger.example>", m.To)
		require.Equal(t, "List-Unsubscribe=One-Click", m.Header.Get("List-Unsubscribe-Post"))
		out, err := url.Parse(strings.Trim(m.Header.Get("List-Unsubscribe"), "<>"))
		require.NoError(t, err)
		require.Equal(t, "https", out.Scheme)
		require.Equal(t, signedlink.UnsubscribePath(composer.Links, id), out.Path)
	}
}

func TestWhoUnsubscribesBeforeItIsSentGetsNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	id, _, err := o.store.Subscribe(t.Context(), ledger.Subscription{Email: "lezer@burger.example", Language: "nl", Confirmed: true, At: opened})
	require.NoError(t, err)
	o.post(key(1), incidentUpdate, "subscriber:"+id, "")
	o.post(key(2), caseRegistered, "subscriber:no-subscriber", "")
	require.NoError(t, o.store.Unsubscribe(t.Context(), id))
	o.run(o.dispatcher(o.smtp()))
	o.settle()
	require.Empty(t, o.sink.Mails())
	require.Equal(t, fate{dropped: true, attempts: 1, error: "the reader is not active any more"}, o.fate(key(1)))
	require.True(t, o.fate(key(2)).dropped)
}
