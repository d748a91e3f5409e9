package mail

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func send(t *testing.T, s *Sink, messages ...Message) {
	t.Helper()
	sender, err := NewSMTP(s.Options())
	require.NoError(t, err)
	defer sender.Close()
	for _, m := range messages {
		require.NoError(t, sender.Send(t.Context(), m))
	}
}

func letterTo(t *testing.T, template, language string) Message {
	t.Helper()
	m, err := composer.Compose(sample(template, language))
	require.NoError(t, err)
	return m
}

func get(t *testing.T, s *Sink, path, language string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestThePageShowsWhatArrived(t *testing.T) {
	t.Parallel()
	s, err := StartSink(SinkOptions{})
	require.NoError(t, err)
	defer s.Close()
	require.Contains(t, get(t, s, SinkPath, "nl").Body.String(), "Er is nog geen mail verstuurd.")
	send(t, s, letterTo(t, taskOpened, "nl"), letterTo(t, escalation, "en"))

	list := get(t, s, SinkPath, "nl-BE,en;q=0.5")
	require.Equal(t, http.StatusOK, list.Code)
	body := list.Body.String()
	require.Contains(t, body, `<html lang="nl">`)
	require.Contains(t, body, `href="/static/termijn.css"`)
	require.Contains(t, body, "2 mails")
	require.Contains(t, body, `<a href="/dev/mail/2">[REG-2026-000042] Attention: Answer time for the offer`)
	require.Contains(t, body, "lezer@noord.example")
	require.Contains(t, body, `<time datetime="2026-03-02T09:00:00Z">ma 2 maart 2026, 10.00 uur</time>`)

	one := get(t, s, SinkPath+"/1", "en").Body.String()
	require.Contains(t, one, `<html lang="en">`)
	require.Contains(t, one, `sandbox="allow-popups allow-popups-to-escape-sandbox"`)
	require.Contains(t, one, `srcdoc="&lt;base target=&#34;_blank&#34;&gt;&lt;!DOCTYPE html&gt;`)
	require.Contains(t, one, `<a href="https://termijn.example/tasks/REG-2026-000042/3">https://termijn.example/tasks/REG-2026-000042/3</a>`)
	require.NotContains(t, one, "<e-loket>")

	gone := get(t, s, SinkPath+"/99", "nl")
	require.Equal(t, http.StatusNotFound, gone.Code)
	require.Contains(t, gone.Body.String(), "niet meer bewaard")
	require.Equal(t, http.StatusNotFound, get(t, s, SinkPath+"/x", "nl").Code)
	require.Contains(t, get(t, s, SinkPath+"?lang=en", "nl").Body.String(), `<html lang="en">`)
}

func TestTheSinkKeepsTheNewest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := StartSink(SinkOptions{Dir: dir, Keep: 2})
	require.NoError(t, err)
	for _, template := range []string{caseRegistered, taskOpened, caseEnded} {
		send(t, s, letterTo(t, template, "nl"))
	}
	require.NoError(t, s.Close())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2)

	again, err := StartSink(SinkOptions{Dir: dir, Keep: 2})
	require.NoError(t, err)
	defer again.Close()
	mails := again.Mails()
	require.Len(t, mails, 2)
	require.Equal(t, 2, mails[0].Number)
	require.Equal(t, `[REG-2026-000042] Afgesloten: Architect & "analist" <e-loket>`, mails[1].Subject)
	send(t, again, letterTo(t, orderPlaced, "nl"))
	require.Equal(t, 4, again.Mails()[1].Number)
	_, kept := again.mail(2)
	require.False(t, kept)
}
