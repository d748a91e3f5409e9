package mail

import (
	"bytes"
	"embed"
	"errors"
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
	// Links is the key that signs the links that work without signing in:
	// ledger.Store.LinkKey.
	Links []byte
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
	// Choices stand above Action: answers that the reader gives with one click.
	Choices []link
	Action  link
	// Leave ends the reader's subscription.
	Leave link
}

type row struct{ Label, Value string }

type link struct{ Text, URL string }

// errNoKey: the composer was made without the key of its links. No mail is lost:
// it waits for one that has it.
var errNoKey = errors.New("there is no key to sign links with")

// Compose writes the mail for its reader, in the reader's language. Its error
// wraps ErrRefused when another attempt would not help.
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
	text := writer{Printer: p, base: strings.TrimRight(c.BaseURL, "/"), key: c.Links, Outgoing: o}
	text.letter = letter{
		Language: p.Lang(), Greeting: text.greeting(to.Name), Why: text.own("why"),
		Footer: p.T("mail.footer"), LinkHint: p.T("mail.link"),
	}
	write(&text)
	text.leave()
	if text.err != nil {
		return Message{}, fmt.Errorf("compose %s: %w", o.Template, text.err)
	}
	text.letter.Subject = clean(text.own("subject", "Clock", text.clock(), "Task", text.task()), 200)
	m := Message{
		ID: messageID(o.Key, domain), From: c.From, To: to,
		Subject: text.letter.Subject, Language: p.Lang(), Date: o.Created, Unsubscribe: text.letter.Leave.URL,
	}
	if o.Case.Ref != "" {
		m.Thread = messageID("case."+o.Case.Ref, domain)
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
