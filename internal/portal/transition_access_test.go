package portal_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProviderReadsItsOwnProjectsAndDatesNextToThem(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.programme(t)
	on := func(page string) string { return "/programmes/" + ref + page }
	beta, alfa, board, noord := s.as(t, "beta-verantwoordelijke"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "bestuurslid"), s.as(t, "noord-projectleider")
	for _, page := range []string{"", "/plan", "/plan?view=table", "/steering", "/baselines", "/milestone?id=M1", "/export.csv", "/export.ics"} {
		require.Equal(t, http.StatusOK, board.get(on(page)).Status, page)
		a := beta.get(on(page))
		require.Equal(t, http.StatusOK, a.Status, page)
		for _, secret := range []string{"Ontwerp van het platform", "Te weinig capaciteit", "Openstaande incidenten", "1.000.000", "400.000", "1,000,000", "400,000"} {
			require.NotContains(t, a.Text, secret, page)
		}
		require.Equal(t, http.StatusNotFound, noord.get(on(page)).Status, page)
	}
	require.Contains(t, beta.get(on("/milestone?id=M1")).Text, "Platform ingericht", "the title of what it waits for")
	require.Equal(t, http.StatusNotFound, alfa.get(on("/milestone?id=M4")).Status, "what does not touch its own is not there")
	require.Equal(t, http.StatusForbidden, beta.get(on("/export.pdf")).Status)
	require.True(t, strings.HasPrefix(board.get(on("/export.pdf")).Text, "%PDF"))
	require.Equal(t, http.StatusForbidden, beta.get("/programmes/new").Status)
	require.Equal(t, http.StatusForbidden, s.as(t, "si-servicedesk").get("/cases/"+ref+"/forecast").Status)
	require.Equal(t, http.StatusNotFound, board.get(on("/export.doc")).Status)

	link := regexp.MustCompile(`href="(/programmes/[^"]+\.ics)">[^<]*[Ss]ubscribe`).FindStringSubmatch(beta.get(on("")).Text)
	require.NotNil(t, link)
	nobody := visitor(t, s.URL)
	require.Contains(t, nobody.get(link[1]).Text, "BEGIN:VCALENDAR", "an agenda signs nobody in")
	require.Equal(t, http.StatusNotFound, nobody.get(strings.Replace(link[1], "beta-verantwoordelijke", "bestuurslid", 1)).Status, "the link is one person's")
}

// uploads sends a file with a form.
func (r reader) uploads(path, name, content string) answer {
	r.t.Helper()
	key := r.get("/programmes/new").hidden(r.t, "key")
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	require.NoError(r.t, w.WriteField("key", key))
	part, err := w.CreateFormFile("file", name)
	require.NoError(r.t, err)
	_, err = part.Write([]byte(content))
	require.NoError(r.t, err)
	require.NoError(r.t, w.Close())
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.base+path, &b)
	require.NoError(r.t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return r.do(req)
}

const planFile = `title: Kleine transitie
price: "50000"
projects:
  - {id: A, title: Platform, owner: alfa}
milestones:
  - {id: M1, title: Ingericht, project: A, due: 2026-04-01, share: "60"}
  - {id: M2, title: In gebruik, project: A, due: 2026-05-04, after: [M1+5], share: "40"}
`

func TestAPlanComesFromAFileThatIsShownBeforeItIsOpened(t *testing.T) {
	t.Parallel()
	s := open(t)
	lead := s.as(t, "si-programma")
	wrong := strings.NewReplacer(`share: "40"`, `share: "39.9"`, "owner: alfa", "owner: niemand", "2026-05-04", "2026-05-01").Replace(planFile)
	a := lead.uploads("/programmes/check", "plan.yaml", wrong)
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	for _, place := range []string{"3 fouten", "Regel 4", "Regel 7", "99,9"} {
		require.Contains(t, strings.ReplaceAll(a.Text, "99.9", "99,9"), place)
	}
	require.NotContains(t, lead.get("/programmes").Text, "TRP-", "nothing was taken over")
	shown := lead.uploads("/programmes/check", "plan.yaml", planFile)
	require.Equal(t, http.StatusOK, shown.Status, shown.Text)
	require.Contains(t, shown.Text, "Kleine transitie")
	require.NotContains(t, lead.get("/programmes").Text, "TRP-", "nothing is opened yet")
	opened := lead.post("/programmes/new", "key", shown.hidden(t, "key"), "file", shown.hidden(t, "file"), "name", "plan.yaml", "kind", "programme")
	require.Regexp(t, `^/programmes/TRP-`, opened.Path, opened.Text)
	require.Contains(t, opened.Text, "Kleine transitie")
}
