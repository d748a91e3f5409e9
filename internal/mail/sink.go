package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// SinkOptions say where a sink listens and what it keeps.
type SinkOptions struct {
	// Address to listen on; a free loopback port by default.
	Address string
	// Dir keeps the mails in files across restarts; empty keeps them in memory only.
	Dir string
	// Keep is how many of the newest mails are kept; 500 by default.
	Keep int

	// verdict answers a recipient, for tests of refusals.
	verdict func(to string) error
}

// Sink is the SMTP server of `termijn dev`: what is sent to it goes no further.
type Sink struct {
	listener net.Listener
	server   *smtp.Server
	options  SinkOptions
	done     chan struct{}
	sessions atomic.Int64 // how many clients connected

	mu      sync.Mutex
	mails   []Received // oldest first
	next    int
	arrived chan struct{} // closed and replaced whenever a mail arrives
}

const largestMail = 1 << 20

// StartSink starts a sink. Close ends it.
func StartSink(o SinkOptions) (*Sink, error) {
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	o.Keep = positive(o.Keep, 500)
	s := &Sink{options: o, next: 1, done: make(chan struct{}), arrived: make(chan struct{})}
	if err := s.load(); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", o.Address)
	if err != nil {
		return nil, fmt.Errorf("mail sink: %w", err)
	}
	s.listener = l
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		s.sessions.Add(1)
		return &session{sink: s}, nil
	}))
	s.server.Domain = "localhost"
	s.server.MaxMessageBytes = largestMail
	s.server.MaxRecipients = 50
	s.server.ReadTimeout, s.server.WriteTimeout = time.Minute, time.Minute
	go func() {
		defer close(s.done)
		_ = s.server.Serve(l) // ends with Close
	}()
	return s, nil
}

// Address is the host and port that the sink listens on.
func (s *Sink) Address() string { return s.listener.Addr().String() }

// Options are the options with which an SMTP sender reaches the sink.
func (s *Sink) Options() SMTPOptions {
	a := s.listener.Addr().(*net.TCPAddr)
	return SMTPOptions{Host: a.IP.String(), Port: a.Port, TLS: "none"}
}

// Close stops the sink and hangs up.
func (s *Sink) Close() error {
	err := s.server.Close()
	_ = s.listener.Close() // the server may not know of it yet
	<-s.done
	return err
}

// Mails returns what arrived and is still kept, oldest first.
func (s *Sink) Mails() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// Await waits until match is true of the kept mails, or ctx ends, and returns them.
func (s *Sink) Await(ctx context.Context, match func([]Received) bool) ([]Received, error) {
	for {
		s.mu.Lock()
		mails, arrived := slices.Clone(s.mails), s.arrived
		s.mu.Unlock()
		if match(mails) {
			return mails, nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return mails, fmt.Errorf("await mail: %w", ctx.Err())
		}
	}
}

// mail returns a kept mail by its number.
func (s *Sink) mail(number int) (Received, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := slices.BinarySearchFunc(s.mails, number, func(m Received, n int) int { return m.Number - n })
	if !ok {
		return Received{}, false
	}
	return s.mails[i], true
}

func (s *Sink) keep(raw []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.options.Dir != "" {
		if err := os.WriteFile(s.file(s.next), raw, 0o600); err != nil {
			return fmt.Errorf("mail sink: %w", err)
		}
	}
	s.add(s.next, raw, time.Now())
	close(s.arrived)
	s.arrived = make(chan struct{})
	return nil
}

// add keeps a mail and lets the oldest go when there are too many.
func (s *Sink) add(number int, raw []byte, at time.Time) {
	s.mails = append(s.mails, read(number, raw, at))
	s.next = number + 1
	for len(s.mails) > s.options.Keep {
		if s.options.Dir != "" {
			_ = os.Remove(s.file(s.mails[0].Number)) // what is left over is read, and let go, at the next start
		}
		s.mails = slices.Delete(s.mails, 0, 1)
	}
}

func (s *Sink) file(number int) string {
	return filepath.Join(s.options.Dir, fmt.Sprintf("%08d.eml", number))
}

// load reads what an earlier sink kept in the directory.
func (s *Sink) load() error {
	if s.options.Dir == "" {
		return nil
	}
	if err := os.MkdirAll(s.options.Dir, 0o700); err != nil {
		return fmt.Errorf("mail sink: %w", err)
	}
	entries, err := os.ReadDir(s.options.Dir)
	if err != nil {
		return fmt.Errorf("mail sink: %w", err)
	}
	for _, e := range entries {
		number, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".eml"))
		if err != nil || !strings.HasSuffix(e.Name(), ".eml") || number < s.next {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(s.options.Dir, e.Name()))
		if err != nil {
			return fmt.Errorf("mail sink: %w", err)
		}
		info, err := e.Info()
		if err != nil {
			return fmt.Errorf("mail sink: %w", err)
		}
		s.add(number, raw, info.ModTime())
	}
	return nil
}

// session is one client's conversation.
type session struct{ sink *Sink }

func (*session) Mail(string, *smtp.MailOptions) error { return nil }

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.sink.options.verdict != nil {
		return c.sink.options.verdict(to)
	}
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := c.sink.keep(raw); err != nil {
		return errors.Join(&smtp.SMTPError{Code: 451, Message: "not kept"}, err)
	}
	return nil
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }
