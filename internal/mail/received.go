package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"time"
)

// Received is a mail that arrived at the sink.
type Received struct {
	// Number counts the sink's mails from 1.
	Number int
	// Date is that of the mail itself, in product time; the arrival when it has none.
	Date              time.Time
	To, From, Subject string
	// MessageID has its angle brackets.
	MessageID  string
	Text, HTML string
	Header     netmail.Header
	// Raw is the mail as it came.
	Raw []byte
}

var words = mime.WordDecoder{}

// read takes a mail apart. What it cannot read it shows as it is.
func read(number int, raw []byte, at time.Time) Received {
	m := Received{Number: number, Date: at, Raw: raw}
	parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		m.Text = string(raw)
		return m
	}
	h := parsed.Header
	m.Header = h
	m.To, m.From, m.Subject = decoded(h.Get("To")), decoded(h.Get("From")), decoded(h.Get("Subject"))
	m.MessageID = h.Get("Message-Id")
	if d, err := h.Date(); err == nil {
		m.Date = d
	}
	m.part(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), parsed.Body)
	return m
}

func decoded(header string) string {
	if s, err := words.DecodeHeader(header); err == nil {
		return s
	}
	return header
}

// part reads a body, or each of its parts.
func (m *Received) part(contentType, encoding string, body io.Reader) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			m.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return
	}
	switch kind {
	case "text/plain":
		m.Text += strings.ReplaceAll(string(text), "\r\n", "\n")
	case "text/html":
		m.HTML += string(text)
	}
}
