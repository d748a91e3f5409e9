package mail

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	netmail "net/mail"
	"net/url"
	"strings"
	texttemplate "text/template"
	"unicode"

	"termijn/internal/i18n"
	"termijn/internal/ledger"
)

// Composer writes mails.
type Composer struct {
	// BaseURL is where the reader finds the portal, for example "https://termijn.example".
	BaseURL string
	// From is the sender of all mails; its domain is also that of the Message-IDs.
	From netmail.Address
}

//go:embed *.tmpl
var layouts embed.FS

var (
	textLayout = texttemplate.Must(texttemplate.ParseFS(layouts, "layout.txt.tmpl"))
	htmlLayout = htmltemplate.Must(htmltemplate.ParseFS(layouts, "layout.html.tmpl"))
)

// letter is what both layouts show.
type letter struct {
	Language, Subject, Greeting, Why, Footer, LinkHint string
	Paragraphs                                         []string
	Rows                                               []row
	Action                                             link
}

type row struct{ Label, Value string }

type link struct{ Text, URL string }

// Compose writes the mail for its reader, in the reader's language. Its error
// wraps ErrRefused: another attempt would not help.
func (c Composer) Compose(o ledger.Outgoing) (Message, error) {
	to, err := address(clean(o.Reader.Name, 100), o.Reader.Email)
	if err != nil {
		return Message{}, err
	}
	write, ok := templates[o.Template]
	if !ok {
		return Message{}, fmt.Errorf("%w: unknown template %q", ErrRefused, o.Template)
	}
	p := i18n.For(o.Reader.Language)
	_, domain, _ := strings.Cut(c.From.Address, "@")
	o.Case.Title = clean(o.Case.Title, 120)
	text := writer{Printer: p, base: strings.TrimRight(c.BaseURL, "/"), Outgoing: o}
	text.letter = letter{
		Language: p.Lang(), Greeting: p.T("mail.greeting", "Name", to.Name), Why: text.own("why"),
		Footer: p.T("mail.footer"), LinkHint: p.T("mail.link"),
	}
	write(&text)
	text.letter.Subject = clean(text.own("subject", "Clock", text.clock(), "Task", text.task()), 200)
	m := Message{
		ID: messageID(o.Key, domain), Thread: messageID("case."+o.Case.Ref, domain), From: c.From, To: to,
		Subject: text.letter.Subject, Language: p.Lang(), Date: o.Created,
	}
	if m.From.Name == "" {
		m.From.Name = p.T("mail.from")
	}
	var plain, html bytes.Buffer
	if err := textLayout.Execute(&plain, text.letter); err != nil {
		return Message{}, fmt.Errorf("%w: compose %s: %w", ErrRefused, o.Template, err)
	}
	if err := htmlLayout.Execute(&html, text.letter); err != nil {
		return Message{}, fmt.Errorf("%w: compose %s: %w", ErrRefused, o.Template, err)
	}
	m.Text, m.HTML = plain.String(), html.String()
	return m, nil
}

// caseURL is the case's page in the portal.
func caseURL(base, ref string) string { return base + "/cases/" + url.PathEscape(ref) }

// taskURL is the task's page; a task's ID holds a slash that stays one.
func taskURL(base, id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return base + "/tasks/" + strings.Join(parts, "/")
}

// clean makes one line of a text that somebody typed: no line breaks, no control
// or direction characters, at most limit characters.
func clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > limit {
		r = append(r[:limit-1], '…')
	}
	return string(r)
}
