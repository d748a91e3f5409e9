package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// SMTPOptions say where mail is handed over and how.
type SMTPOptions struct {
	Host string
	Port int
	// TLS is "required" (STARTTLS or nothing, the default), "opportunistic",
	// "implicit" (TLS from the first byte, port 465) or "none".
	TLS string
	// Auth is "" (none) or "auto", "plain", "login", "cram-md5", "scram-sha-256", "xoauth2".
	Auth               string
	Username, Password string
	// Helo is the name this machine gives itself; its host name by default.
	Helo string
	// Timeout of one conversation step and of the whole sending of one mail; 30 s by default.
	Timeout time.Duration
	// TLSConfig replaces the default, for example with roots of one's own.
	TLSConfig *tls.Config
}

var auths = map[string]mail.SMTPAuthType{
	"": mail.SMTPAuthNoAuth, "auto": mail.SMTPAuthAutoDiscover, "plain": mail.SMTPAuthPlain, "login": mail.SMTPAuthLogin,
	"cram-md5": mail.SMTPAuthCramMD5, "scram-sha-256": mail.SMTPAuthSCRAMSHA256, "xoauth2": mail.SMTPAuthXOAUTH2,
}

// SMTP sends through a mail server and keeps connections for the next mail. It
// is safe for concurrent use.
type SMTP struct {
	client  *mail.Client
	timeout time.Duration
	idle    chan idleConnection
}

type idleConnection struct {
	*smtp.Client
	since time.Time
}

const (
	// Servers hang up on the idle; most after five minutes, some after one.
	idleLimit       = 45 * time.Second
	idleConnections = 8
)

// NewSMTP checks the options and returns the sender. It connects when it first sends.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	auth, ok := auths[o.Auth]
	if !ok {
		return nil, fmt.Errorf("mail: auth %q: want auto, plain, login, cram-md5, scram-sha-256, xoauth2 or nothing", o.Auth)
	}
	options := []mail.Option{mail.WithTimeout(o.Timeout), mail.WithSMTPAuth(auth), mail.WithUsername(o.Username),
		mail.WithPassword(o.Password), mail.WithoutNoop()} // connection asks whether a kept one still works
	switch o.TLS {
	case "", "required":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case "opportunistic":
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case "implicit":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: tls %q: want required, opportunistic, implicit or none", o.TLS)
	}
	if o.Port != 0 {
		options = append(options, mail.WithPort(o.Port))
	}
	if o.Helo != "" {
		options = append(options, mail.WithHELO(o.Helo))
	}
	if o.TLSConfig != nil {
		options = append(options, mail.WithTLSConfig(o.TLSConfig))
	}
	c, err := mail.NewClient(o.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &SMTP{client: c, timeout: o.Timeout, idle: make(chan idleConnection, idleConnections)}, nil
}

// Send sends one message within the timeout. It wraps ErrRefused when the server
// refused the reader or the message for good (5xx), and ErrUnreachable when no
// conversation came about.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	conn, err := s.connection(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	// The conversation itself knows no context: hanging up ends it.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	msg := encode(m)
	err = s.client.SendWithSMTPClient(conn, msg)
	inTime := stop()
	// Accepted is accepted, whatever the server says afterwards.
	if msg.IsDelivered() {
		if err == nil && inTime {
			s.keep(conn)
		} else {
			_ = conn.Close()
		}
		return nil
	}
	_ = conn.Close()
	if final(err) {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("send: %w", err)
}

// final reports whether the server refused the reader or the message for good.
// A refusal of the sender is our fault, not the reader's, and can be mended.
func final(err error) bool {
	var e *mail.SendError
	return errors.As(err, &e) && e.ErrorCode() >= 500 && e.Reason != mail.ErrSMTPMailFrom && e.Reason != mail.ErrConnCheck
}

// connection returns a connection that works: a kept one, or else a new one.
func (s *SMTP) connection(ctx context.Context) (*smtp.Client, error) {
	for {
		select {
		case kept := <-s.idle:
			if time.Since(kept.since) < idleLimit && kept.UpdateDeadline(s.timeout) == nil && kept.Noop() == nil {
				return kept.Client, nil
			}
			_ = kept.Close()
		default:
			return s.client.DialToSMTPClientWithContext(ctx)
		}
	}
}

func (s *SMTP) keep(conn *smtp.Client) {
	select {
	case s.idle <- idleConnection{Client: conn, since: time.Now()}:
	default:
		_ = conn.Close()
	}
}

// Close hangs up what is idle. Sending again connects again.
func (s *SMTP) Close() {
	for {
		select {
		case kept := <-s.idle:
			_ = kept.UpdateDeadline(time.Second)
			_ = s.client.CloseWithSMTPClient(kept.Client)
		default:
			return
		}
	}
}
