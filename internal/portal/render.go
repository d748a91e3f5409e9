package portal

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pager is a page: a struct that embeds Page.
type pager interface{ common() *Page }

// shape is a template together with the type of page that it takes. The test of
// templates checks every shape.
type shape[P pager] struct{ html *template.Template }

// sender shows pages of a type in which a process may have a part of its own.
type sender[P any] func(v *visit, status int, page P) error

// checked are all shapes by name, with an empty page of their type.
var checked = map[string]struct {
	html *template.Template
	page any
}{}

// base are the layout and the parts that all pages share: parts.html, and
// <area>_parts.html for those of an area. Only pages define "content".
var base = template.Must(template.New("").ParseFS(templateFiles, "templates/layout.html", "templates/*parts.html"))

// newShape reads templates/<name>.html, which defines "content", and perhaps
// "live": the part inside <div id="live"> that refreshes by itself. A file that
// only defines a part names the file of the page that it is a part of.
func newShape[P pager](name string, page P, of ...string) shape[P] {
	html := template.Must(base.Clone())
	for _, file := range append(of, name) {
		template.Must(html.ParseFS(templateFiles, "templates/"+file+".html"))
	}
	checked[name] = struct {
		html *template.Template
		page any
	}{html, page}
	return shape[P]{html}
}

// show sends a page. It is made whole before the first byte goes out, so that an
// error in a template never sends half a page.
func show[P pager](v *visit, status int, s shape[P], page P) error {
	common, name := page.common(), "layout"
	if v.who.Person != "" {
		common.Counts = v.counts(v.r.Context())
	}
	if v.fragment() {
		name = "fragment"
	} else {
		common.Flash = v.portal.takeFlash(v.r.Context())
	}
	var b bytes.Buffer
	if err := s.html.ExecuteTemplate(&b, name, page); err != nil {
		return fmt.Errorf("page %s: %w", common.Title, err)
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", common.Lang())
	h.Add("Vary", "HX-Request")
	if v.fragment() && status == http.StatusOK {
		// Who has this already is told so, and no more.
		if v.tag == "" {
			v.tag = tagOf(b.Bytes())
		}
		if v.r.Header.Get("If-None-Match") == v.tag {
			v.unchanged()
			return nil
		}
		h.Set("ETag", v.tag)
	}
	v.w.WriteHeader(status)
	_, err := v.w.Write(b.Bytes())
	if err != nil {
		v.logError(fmt.Errorf("send page: %w", err)) // the reader went away
	}
	return nil
}

// unchanged tells the reader that they have the fragment with the visit's tag.
func (v *visit) unchanged() {
	h := v.w.Header()
	h.Set("ETag", v.tag)
	h.Set("Cache-Control", "no-store")
	v.w.WriteHeader(http.StatusNotModified)
}

// tagOf tells one content from another. It is weak: compression is no difference.
func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}

// fragment reports whether only the part that refreshes is asked for: "live", or
// the queue or a session, which are changed in place.
func (v *visit) fragment() bool {
	target := v.r.Header.Get("HX-Target")
	return v.r.Method == http.MethodGet && v.r.Header.Get("HX-Request") == "true" && (target == "live" || target == "queue" || target == "session")
}
