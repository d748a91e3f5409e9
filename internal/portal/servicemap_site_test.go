package portal_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// upload sends a file with a form, as a browser does.
func (r reader) upload(path, file string, pairs ...string) answer {
	r.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		require.NoError(r.t, w.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := w.CreateFormFile("upload", "map.csv")
	require.NoError(r.t, err)
	_, err = part.Write([]byte(file))
	require.NoError(r.t, err)
	require.NoError(r.t, w.Close())
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.base+path, &b)
	require.NoError(r.t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return r.do(req)
}

func TestTheServiceMapIsEditedItemByItem(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap())
	admin := s.as(t, "si-beheerder")
	require.Contains(t, admin.get("/servicemap").Text, "Grensfirewall")
	require.NotContains(t, s.as(t, "beta-medewerker").get("/servicemap").Text, "Border firewall")
	require.NotContains(t, s.as(t, "beta-medewerker").get("/servicemap/export.csv").Text, "grensfirewall")
	require.Contains(t, admin.get("/servicemap?text=opslag").Text, "Centrale opslag")
	require.Contains(t, admin.get("/servicemap?text=nergens").Text, "Geen enkele dienst")

	typed := []string{"seen", "1", "id", "api", "kind", "item", "nl", "API van het loket", "parent", "burgerloket", "dependsOn", "opslag  postbus", "provider", "beta", "team", "beta-toepassingen", "reason", "nieuw"}
	added := admin.send("/servicemap/new", typed...)
	require.Equal(t, "/servicemap", added.Path, added.Text)
	require.Contains(t, added.Text, "Dit is nu versie 2.")
	require.Contains(t, added.Text, "API van het loket")
	form := admin.get("/servicemap/items/api")
	require.Contains(t, form.Text, `value="opslag postbus"`)

	// What is wrong stands at its field, and what was typed stays.
	wrong := admin.send("/servicemap/items/api", "seen", "2", "kind", "item", "nl", "", "parent", "api", "dependsOn", "nergens", "reason", "x")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	for _, says := range []string{"Vul dit veld in", "nergens staat niet op de kaart", "deel van zichzelf", `value="nergens"`} {
		require.Contains(t, wrong.Text, says)
	}
	// Somebody else was first.
	const opened = `{"id":"api","kind":"item","nl":"API","provider":"beta"}`
	stale := admin.post("/servicemap/items/api", "key", "a-stale-form", "seen", "1", "was", opened, "kind", "item", "nl", "API twee", "reason", "x")
	require.Equal(t, http.StatusUnprocessableEntity, stale.Status)
	require.Contains(t, stale.Text, "Iemand anders wijzigde dit intussen.")
	require.Regexp(t, `(?s)Naam in het Nederlands</th><td[^>]*>API</td><td[^>]*><strong>API van het loket</strong>.*Deel van</th><td[^>]*>–</td><td[^>]*><strong>Digitaal burgerloket</strong>`, stale.Text, "how it stands otherwise")
	require.Contains(t, stale.Text, `value="API twee"`)
	require.Equal(t, "2", stale.hidden(t, "seen"))
	// Another item was changed: nothing of this one is in the way.
	beside := admin.post("/servicemap/items/opslag", "key", "another-form", "seen", "1", "was", html.UnescapeString(admin.get("/servicemap/items/opslag").hidden(t, "was")), "kind", "item", "nl", "Opslag", "reason", "x")
	require.Contains(t, beside.Text, "dit staat er nog zoals u het zag")
	require.NotContains(t, beside.Text, `id="changed"`)

	needed := admin.send("/servicemap/items/opslag", "seen", "2", "do", "remove", "reason", "weg")
	require.Equal(t, http.StatusUnprocessableEntity, needed.Status)
	require.Contains(t, needed.Text, "werkt er niet zonder")
	gone := admin.send("/servicemap/items/api", "seen", "2", "do", "remove", "reason", "toch niet")
	require.Equal(t, "/servicemap", gone.Path, gone.Text)
	require.NotContains(t, gone.Text, "API van het loket")
	require.Equal(t, http.StatusNotFound, admin.get("/servicemap/items/api").Status)
}

func TestTheServiceMapIsImportedAsAFile(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap())
	admin := s.as(t, "si-beheerder")
	const path, key = "/servicemap/import", "a-key-of-the-form"
	wrong := admin.upload(path, "id;kind;nl;parent\napi;item;;burgerloket\nx;ding;X;nergens\n", "key", key, "whole", "part")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	require.Contains(t, wrong.Text, "3 fouten in het bestand. Er is niets overgenomen.")
	require.Contains(t, wrong.Text, "nergens staat niet op de kaart")

	good := admin.upload(path, "\ufeffid;kind;nl;parent;provider\r\napi;item;API <van> het loket;burgerloket;beta\r\n", "key", key, "whole", "part")
	require.Equal(t, http.StatusOK, good.Status)
	require.Contains(t, good.Text, "1 komt erbij")
	require.NotContains(t, admin.get("/servicemap").Text, "API &lt;van&gt;", "nothing yet")
	const begins = `<textarea name="file" hidden aria-hidden="true" tabindex="-1">` + "\n"
	file := good.Text[strings.Index(good.Text, begins)+len(begins):]
	file = html.UnescapeString(file[:strings.Index(file, "</textarea>")])
	bare := admin.post(path, "key", key, "do", "take", "seen", good.hidden(t, "seen"), "whole", "part", "file", file, "reason", "")
	require.Equal(t, http.StatusUnprocessableEntity, bare.Status)
	require.Contains(t, bare.Text, "Vul dit veld in")
	taken := admin.post(path, "key", key, "do", "take", "seen", "1", "whole", "part", "file", file, "reason", "import")
	require.Equal(t, "/servicemap", taken.Path, taken.Text)
	require.Contains(t, taken.Text, "API &lt;van&gt; het loket")
	// A second click does nothing twice.
	again := admin.post(path, "key", key, "do", "take", "seen", "1", "whole", "part", "file", file, "reason", "import")
	require.Contains(t, again.Text, "verandert niets")

	// What was exported changes nothing.
	exported := admin.get("/servicemap/export.csv").Text
	require.Contains(t, admin.upload(path, exported, "key", key, "whole", "whole").Text, "verandert niets")
	require.Equal(t, http.StatusForbidden, s.as(t, "si-cab-voorzitter").upload(path, exported, "key", key).Status)
}
