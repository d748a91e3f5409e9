package webhook

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheReceiverOfDevChecksAndShowsWhatCame(t *testing.T) {
	t.Parallel()
	r := NewReceiver()
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	page := func(lang string) string {
		answer, err := http.Get(server.URL + ReceiverPath + "?lang=" + lang)
		require.NoError(t, err)
		defer func() { require.NoError(t, answer.Body.Close()) }()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return string(body)
	}
	require.Contains(t, page("nl"), "Er is nog niemand opgeroepen.")
	s := office(t, alfa)
	records(t, s, "CHG-2026-000001", "change.<approved>")
	runs(t, Dispatcher{Store: s, Targets: map[string]Target{"alfa-pager": r.Target(server.URL, "alfa-pager")}})
	require.Contains(t, page("nl"), "change.&lt;approved&gt;")
	require.Contains(t, page("en"), "The signature fits")
	require.Equal(t, []bool{true, false}, []bool{r.Calls()[0].Fits, r.Calls()[0].Again})

	answer, err := http.Post(server.URL+ReceiverPath+"/alfa-pager", "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusForbidden, answer.StatusCode, "an unsigned call is refused")
	require.False(t, r.Calls()[0].Fits)
}
