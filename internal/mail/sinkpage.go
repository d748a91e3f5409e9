package mail

import (
	"bytes"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"termijn/internal/i18n"
)

// SinkPath is where the sink's pages are mounted.
const SinkPath = "/dev/mail"

var sinkLayout = template.Must(template.New("sink.html.tmpl").Funcs(template.FuncMap{"linked": linked}).
	ParseFS(layouts, "sink.html.tmpl"))

// sinkPage is the list, or one mail when Mail is set.
type sinkPage struct {
	*i18n.Printer
	Path, Title string
	Mails       []Received
	Mail        *Received
	// Gone is true when the mail that was asked for is not there.
	Gone bool
	// Document is the mail's HTML for a frame without rights. Its links open elsewhere.
	Document string
	Headers  []row
}

// ServeHTTP shows what arrived: a list at SinkPath, one mail at SinkPath/{number}.
// The language is that of the browser, or ?lang=.
func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = i18n.Match(r.Header.Get("Accept-Language"))
	}
	page := sinkPage{Printer: i18n.For(lang), Path: SinkPath}
	page.Title = page.T("mail.sink.title")
	status := http.StatusOK
	if number := numberOf(r.URL.Path); number == "" {
		page.Mails = s.Mails()
		slices.Reverse(page.Mails)
	} else {
		n, err := strconv.Atoi(number)
		m, ok := s.mail(n)
		if err != nil || !ok {
			status, page.Gone = http.StatusNotFound, true
			page.Title = page.T("mail.sink.gone")
		} else {
			page.show(m)
		}
	}
	var body bytes.Buffer
	if err := sinkLayout.Execute(&body, page); err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	// A mail's own styles stand in its tags; scripts and remote content have no way in.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-src 'self'; base-uri 'self'; form-action 'none'")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w)
}

var sinkNumber = regexp.MustCompile(`^` + regexp.QuoteMeta(SinkPath) + `/([^/]+)$`)

func numberOf(path string) string {
	if m := sinkNumber.FindStringSubmatch(path); m != nil {
		return m[1]
	}
	return ""
}

func (p *sinkPage) show(m Received) {
	p.Mail = &m
	p.Title = m.Subject
	if p.Title == "" {
		p.Title = p.T("mail.sink.nosubject")
	}
	if m.HTML != "" {
		p.Document = `<base target="_blank">` + m.HTML
	}
	for _, name := range []string{"From", "To", "Message-Id", "In-Reply-To", "Auto-Submitted", "Precedence", "Content-Language"} {
		if v := m.Header.Get(name); v != "" {
			p.Headers = append(p.Headers, row{name, decoded(v)})
		}
	}
}

// span is a piece of text; a link when URL is set.
type span struct{ Text, URL string }

var webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)

// linked cuts a text into plain pieces and links.
func linked(text string) []span {
	var spans []span
	at := 0
	for _, m := range webAddress.FindAllStringIndex(text, -1) {
		spans = append(spans, span{Text: text[at:m[0]]}, span{Text: text[m[0]:m[1]], URL: text[m[0]:m[1]]})
		at = m[1]
	}
	return append(spans, span{Text: text[at:]})
}
