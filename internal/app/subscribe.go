package app

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/signedlink"
	"termijn/workflows/casework"
)

// longestEmail is what a mail server must take at least (RFC 5321, 4.5.3.1).
const longestEmail = 254

// reference is what a case's reference looks like. Whether there is such a case
// is not looked up: that would tell visitors.
var reference = regexp.MustCompile(`^[A-Z]{2,5}-[0-9]{4}-[0-9]{6,9}$`)

// Subscribe asks an address to confirm that it wants the public news of a case,
// or all public news when ref is empty (E-06). Who asks for it need not sign in,
// and learns the same whether the address is new, known, or asked too often.
func (s *Service) Subscribe(ctx context.Context, email, language, ref string) error {
	email = strings.TrimSpace(email)
	var v casework.Invalid
	v.Check(mailable(email), "email", "bad_email")
	v.Check(slices.Contains(i18n.Languages, language), "language", "unknown")
	v.Check(ref == "" || reference.MatchString(ref), "ref", "unknown")
	if err := v.Err(); err != nil {
		return err
	}
	_, _, err := s.Store.Subscribe(ctx, ledger.Subscription{Email: email, Language: language, Case: ref, At: s.Now()})
	return err
}

// SubscribeAs subscribes somebody who is signed in, with their own address. It
// is known, and needs no confirmation.
func (s *Service) SubscribeAs(ctx context.Context, p identity.Principal, ref string) error {
	var v casework.Invalid
	v.Check(mailable(p.Email), "email", "bad_email")
	v.Check(ref == "" || reference.MatchString(ref), "ref", "unknown")
	if err := v.Err(); err != nil {
		return err
	}
	_, _, err := s.Store.Subscribe(ctx, ledger.Subscription{Email: p.Email, Language: p.Language, Case: ref, Confirmed: true, At: s.Now()})
	return err
}

// ConfirmSubscription makes the subscription of a signed link good. ErrNotFound:
// the link is not ours or too old, or the subscription is gone.
func (s *Service) ConfirmSubscription(ctx context.Context, id, mac string) error {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	if !signedlink.VerifyAt(key, signedlink.Confirm, id, mac, now) {
		return ErrNotFound
	}
	return s.Store.ConfirmSubscriber(ctx, id, now)
}

// Unsubscribe ends the subscription of a signed link, also when it has ended
// already. ErrNotFound: the link is not ours.
func (s *Service) Unsubscribe(ctx context.Context, id, mac string) error {
	if err := s.verify(ctx, signedlink.Unsubscribe, id, mac); err != nil {
		return err
	}
	return s.Store.Unsubscribe(ctx, id)
}

// SurveyLink is the path of a survey that can be answered without signing in.
func (s *Service) SurveyLink(ctx context.Context, survey string) (string, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.SurveyPath(key, survey), nil
}

// VerifySurvey answers ErrNotFound unless the link to a survey is ours.
func (s *Service) VerifySurvey(ctx context.Context, survey, mac string) error {
	return s.verify(ctx, signedlink.Survey, survey, mac)
}

func (s *Service) verify(ctx context.Context, purpose signedlink.Purpose, subject, mac string) error {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return err
	}
	if !signedlink.Verify(key, purpose, subject, mac) {
		return ErrNotFound
	}
	return nil
}

// mailable reports whether a text is one plain address to which any mail server
// can deliver: ASCII, without a name, at a domain of at least two parts.
func mailable(email string) bool {
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email || len(email) > longestEmail {
		return false
	}
	_, domain, _ := strings.Cut(email, "@")
	return plainASCII(email) && strings.Contains(strings.Trim(domain, "."), ".")
}

func plainASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>()[],;:\`, r) })
}
