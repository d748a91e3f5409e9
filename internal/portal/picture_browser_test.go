package portal_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/internal/portal"
)

// The labels of a picture stay apart and inside it, also on a phone and in a column
// of the critical incident's board.
func TestTheLabelsOfShortClocksDoNotTouch(t *testing.T) {
	t.Parallel()
	pages := http.NewServeMux()
	for _, lang := range i18n.Languages {
		page := portal.DrawShortClocks(t, lang)
		pages.HandleFunc("/"+lang, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, page) // a browser that goes away sees nothing
		})
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	w := browse(t, server.URL, desktop)
	for _, l := range []look{desktop, {width: 360, height: 800}, {width: 430, height: 800, dark: true}} {
		w.resize(l)
		for _, lang := range i18n.Languages {
			w.open("/" + lang)
			w.shot("clocks-" + lang + "-" + map[int64]string{1440: "wide", 360: "phone", 430: "column-dark"}[l.width])
			require.Empty(t, ask[[]string](w, `[...document.querySelectorAll(".clock-picture")].flatMap(svg => {
				const texts = [...svg.querySelectorAll("text")].filter(x => !x.closest(".number")).map(x => [x.textContent, x.getBoundingClientRect()]), all = svg.getBoundingClientRect();
				return texts.flatMap(([a, p], i) => [...(p.left < all.left - 1 || p.right > all.right + 1 ? [a + " sticks out"] : []),
					...texts.slice(i + 1).filter(([, q]) => p.left < q.right && q.left < p.right && p.top + 2 < q.bottom && q.top + 2 < p.bottom).map(([b]) => a + " touches " + b)]); })`),
				"%s, %d wide", lang, l.width)
			require.False(t, ask[bool](w, `document.documentElement.scrollWidth > window.innerWidth`))
		}
	}
}
