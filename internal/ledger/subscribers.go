package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ConfirmWithin is how long an address is kept that nobody has confirmed, and
// how long the link to confirm it is good.
const ConfirmWithin = 7 * 24 * time.Hour

// mostAsked is how many mails an hour ask an address to confirm, over all of its
// subscriptions: whoever types somebody else's address cannot flood it.
const mostAsked = 3

// SubscriptionConfirm is the template of the mail that asks to confirm.
const SubscriptionConfirm = "subscription_confirm"

// subscriberPrefix makes an outbox reader of a subscriber's ID.
const subscriberPrefix = "subscriber:"

// Subscription is what somebody asks for.
type Subscription struct {
	Email, Language string
	// Case is the reference of the case whose news it is; empty for all public news.
	Case string
	// Confirmed: the address is known to be the reader's own, so no mail need ask.
	Confirmed bool
	// At is the product's present instant.
	At time.Time
}

// Subscribe keeps a subscription and, unless it is confirmed, queues the mail
// that asks to confirm it. Of one that is there nothing changes, but a mail that
// asks goes out again. An address that was asked too often is not kept and not
// asked: then id is empty, unless it was there. Callers must tell the visitor
// the same in all cases, lest they say who has subscribed.
func (s *Store) Subscribe(ctx context.Context, n Subscription) (id string, fresh bool, err error) {
	err = pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		// The visit also clears away what was never confirmed: subscribing is seldom.
		w := &pgx.Batch{}
		// One after another for each address, so that none is asked once too often.
		w.Queue(`SELECT pg_advisory_xact_lock(hashtextextended(lower($1), 11))`, n.Email)
		w.Queue(forgetUnconfirmed, n.At.Add(-ConfirmWithin))
		if err := tx.SendBatch(ctx, w).Close(); err != nil {
			return err
		}
		if n.Confirmed {
			return tx.QueryRow(ctx, `INSERT INTO subscribers AS s (email, language, case_ref, created_at, asked_at, confirmed_at)
				VALUES ($1, $2, $3, $4, $4, $4) ON CONFLICT (lower(email), case_ref)
				DO UPDATE SET confirmed_at = coalesce(s.confirmed_at, excluded.confirmed_at)
				RETURNING id, xmax = 0`, n.Email, n.Language, n.Case, n.At).Scan(&id, &fresh)
		}
		id, fresh, err = n.ask(ctx, tx)
		return err
	})
	if err != nil {
		return "", false, fmt.Errorf("subscribe: %w", err)
	}
	return id, fresh, nil
}

// ask keeps an unconfirmed subscription and asks its address to confirm it.
func (n Subscription) ask(ctx context.Context, tx pgx.Tx) (id string, fresh bool, err error) {
	var confirmed bool
	var asked int
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(s.id) FILTER (WHERE s.case_ref = $2), ''),
			coalesce(bool_or(s.confirmed_at IS NOT NULL) FILTER (WHERE s.case_ref = $2), false),
			count(o.id) FILTER (WHERE o.created_at > $3)
		FROM subscribers s LEFT JOIN outbox o ON o.person = '`+subscriberPrefix+`' || s.id AND o.template = $4
		WHERE lower(s.email) = lower($1)`, n.Email, n.Case, n.At.Add(-time.Hour), SubscriptionConfirm).Scan(&id, &confirmed, &asked); err != nil {
		return "", false, err
	}
	if confirmed || asked >= mostAsked {
		return id, false, nil
	}
	if err := tx.QueryRow(ctx, `INSERT INTO subscribers (email, language, case_ref, created_at, asked_at) VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (lower(email), case_ref) DO UPDATE SET asked_at = excluded.asked_at
		RETURNING id, xmax = 0`, n.Email, n.Language, n.Case, n.At).Scan(&id, &fresh); err != nil {
		return "", false, err
	}
	key := fmt.Sprintf("subscription.%s.%d", id, n.At.UnixMicro())
	_, err = tx.Exec(ctx, `INSERT INTO outbox (key, case_ref, template, person, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (key) DO NOTHING`, key, n.Case, SubscriptionConfirm, subscriberPrefix+id, n.At)
	return id, fresh, err
}

// ConfirmSubscriber makes a subscription good, now and if asked again.
// ErrNotFound: it was never there, or is gone.
func (s *Store) ConfirmSubscriber(ctx context.Context, id string, at time.Time) error {
	tag, err := s.db.Exec(ctx, `UPDATE subscribers SET confirmed_at = coalesce(confirmed_at, $2) WHERE id = $1`, id, at)
	if err != nil {
		return fmt.Errorf("confirm subscriber: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

// Unsubscribe forgets a subscriber's address: all that it subscribed to, because
// each piece of news reaches it by one of its subscriptions. One who is gone already
// is no error: mail programs unsubscribe as often as they like (RFC 8058).
func (s *Store) Unsubscribe(ctx context.Context, id string) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM subscribers WHERE lower(email) = (SELECT lower(email) FROM subscribers WHERE id = $1)`, id); err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	return nil
}

// forgetUnconfirmed leaves to others what they work on.
const forgetUnconfirmed = `DELETE FROM subscribers WHERE id IN (SELECT id FROM subscribers
	WHERE confirmed_at IS NULL AND asked_at < $1 FOR UPDATE SKIP LOCKED)`

// ForgetUnconfirmed removes the addresses that were last asked before an instant
// and that nobody confirmed. It returns how many.
func (s *Store) ForgetUnconfirmed(ctx context.Context, before time.Time) (int, error) {
	tag, err := s.db.Exec(ctx, forgetUnconfirmed, before)
	if err != nil {
		return 0, fmt.Errorf("forget unconfirmed subscribers: %w", err)
	}
	return int(tag.RowsAffected()), nil
}

// HeldSubscription is what is held on a subscriber beside the address.
type HeldSubscription struct {
	ID string `json:"id"`
	// Case is empty for all public news.
	Case      string     `json:"case"`
	Language  string     `json:"language"`
	Created   time.Time  `json:"created"`
	Confirmed *time.Time `json:"confirmed,omitempty"`
}

// Subscriptions lists what an address subscribed to.
func (s *Store) Subscriptions(ctx context.Context, email string) ([]HeldSubscription, error) {
	list, err := subscriptions(ctx, s.db, email)
	if err != nil {
		return nil, fmt.Errorf("subscriptions: %w", err)
	}
	return list, nil
}

func subscriptions(ctx context.Context, db querier, email string) ([]HeldSubscription, error) {
	return collect[HeldSubscription](ctx, db, `SELECT id, case_ref, language, created_at, confirmed_at FROM subscribers
		WHERE lower(email) = lower($1) ORDER BY created_at, id`, email)
}

// ForgetAddress removes an address from all subscriptions and drops the mails
// that wait for it, with the record of it, which does not name the address.
// ErrNotFound: it has not subscribed.
func (s *Store) ForgetAddress(ctx context.Context, email string, e Erasure) (Erased, error) {
	return s.erase(ctx, e, func(tx pgx.Tx) (Erased, error) {
		done := Erased{Texts: []string{}}
		err := done.unsubscribe(ctx, tx, email)
		if err == nil && done.Subscriptions == 0 {
			err = ErrNotFound
		}
		return done, err
	})
}

// unsubscribe removes an address's subscriptions and drops their waiting mails.
func (d *Erased) unsubscribe(ctx context.Context, tx pgx.Tx, email string) error {
	ids, err := collectColumn(ctx, tx, `DELETE FROM subscribers WHERE lower(email) = lower($1) RETURNING '`+subscriberPrefix+`' || id`, email)
	if err != nil || len(ids) == 0 {
		return err
	}
	tag, err := tx.Exec(ctx, `UPDATE outbox SET dropped_at = clock_timestamp(), error = 'reader forgotten'
		WHERE person = ANY ($1) AND sent_at IS NULL AND dropped_at IS NULL`, ids)
	d.Subscriptions, d.Mails = len(ids), d.Mails+int(tag.RowsAffected())
	return err
}
