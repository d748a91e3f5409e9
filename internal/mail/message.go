package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Message is one mail to one reader.
type Message struct {
	// ID is the Message-ID without angle brackets, the same at every attempt.
	ID string
	// Thread is the Message-ID of the case's (never sent) first message: mails
	// about one case stand together.
	Thread   string
	From, To netmail.Address
	Subject  string
	// Language of the texts, "nl" or "en".
	Language string
	// Date is when the mail was asked for, in product time.
	Date       time.Time
	Text, HTML string
	// Unsubscribe is where the reader ends the subscription that it is sent for;
	// empty when there is none.
	Unsubscribe string
}

// Sender hands a message over for delivery. An error that wraps ErrRefused means
// that trying again is useless; any other may pass.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrRefused: the message or its reader was refused for good.
var ErrRefused = errors.New("refused")

// ErrUnreachable: the mail server could not be reached or does not accept us,
// so that other messages will not fare better now.
var ErrUnreachable = errors.New("mail server unreachable")

// dotAtom is what may stand left of the @ in a Message-ID (RFC 5322, 3.6.4).
var dotAtom = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*$`)

// messageID makes a Message-ID of an outbox key. A key that is unfit for one
// gives its hash.
func messageID(key, domain string) string {
	if len(key) > 200 || !dotAtom.MatchString(key) {
		sum := sha256.Sum256([]byte(key))
		key = hex.EncodeToString(sum[:16])
	}
	return key + "@" + domain
}

// address reads a reader's address; it refuses whatever is more than one plain
// address.
func address(name, email string) (netmail.Address, error) {
	a, err := netmail.ParseAddress(email)
	if err != nil || a.Address != email || strings.ContainsAny(email, "\r\n") {
		return netmail.Address{}, fmt.Errorf("%w: the reader has no valid address", ErrRefused)
	}
	return netmail.Address{Name: name, Address: email}, nil
}

// encode makes the message that goes over the wire. Equal messages give equal bytes.
func encode(m Message) *mail.Msg {
	sum := sha256.Sum256([]byte(m.ID))
	w := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithBoundary("part-"+hex.EncodeToString(sum[:12])))
	w.FromMailAddress(&m.From)
	w.ToMailAddress(&m.To)
	w.Subject(m.Subject)
	w.SetDateWithValue(m.Date)
	w.SetMessageIDWithValue(m.ID)
	if m.Thread != "" {
		w.SetGenHeader(mail.HeaderInReplyTo, "<"+m.Thread+">")
		w.SetGenHeader(mail.HeaderReferences, "<"+m.Thread+">")
	}
	w.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's absence note answers it
	w.SetBulk()
	w.SetGenHeader(mail.HeaderContentLang, m.Language)
	if m.Unsubscribe != "" { // RFC 8058: the reader's mail program has a button for it
		w.SetGenHeader(mail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		w.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	w.SetBodyString(mail.TypeTextPlain, m.Text)
	w.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return w
}
