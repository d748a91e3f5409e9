package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Anonymous is the name that a person has after being anonymised.
const Anonymous = "(geanonimiseerd)"

// Erased is what was forgotten.
type Erased struct {
	Person string `json:"person,omitempty"`
	// Texts are the references of the texts that are gone.
	Texts []string `json:"texts"`
	// Mails is how many waiting mails were dropped.
	Mails int `json:"mails"`
	// Subscriptions is how many subscriptions to public news are gone.
	Subscriptions int `json:"subscriptions,omitempty"`
}

// errDryRun takes a transaction back that did everything.
var errDryRun = errors.New("dry run")

// AnonymisePerson takes a person's name, address and roles away, erases the
// personal texts that hold exactly that name and were entered by the person's
// own organisation, ends the address's subscriptions, and drops the mails that
// wait for them, in one transaction with the record of it. The person's ID stays,
// as a pseudonym. It is refused with a *KeptError while a rule keeps the person;
// ErrNotFound: there is none.
func (s *Store) AnonymisePerson(ctx context.Context, id string, e Erasure) (Erased, error) {
	return s.erase(ctx, e, func(tx pgx.Tx) (Erased, error) {
		done := Erased{Person: id}
		var org, name, email string
		var anonymised bool
		err := tx.QueryRow(ctx, `SELECT org, name, email, anonymised_at IS NOT NULL FROM people WHERE id = $1 FOR UPDATE`, id).Scan(&org, &name, &email, &anonymised)
		if errors.Is(err, pgx.ErrNoRows) {
			return done, ErrNotFound
		}
		if err != nil {
			return done, err
		}
		if anonymised {
			return done, &KeptError{Reasons: []string{"the person is anonymised already"}}
		}
		reasons, err := e.keptPerson(ctx, tx, id)
		if err != nil {
			return done, err
		}
		refs, err := collectColumn(ctx, tx, `SELECT v.ref FROM vault v JOIN people p ON p.id = v.author
			WHERE p.org = $1 AND `+normalisedText+` = $2 AND v.text IS NOT NULL`, org, normalised(name))
		if err != nil {
			return done, err
		}
		done.Texts, err = e.eraseTexts(ctx, tx, refs)
		var kept *KeptError
		if errors.As(err, &kept) {
			reasons, err = append(reasons, kept.Reasons...), nil
		}
		if err != nil {
			return done, err
		}
		if len(reasons) > 0 {
			return done, &KeptError{Reasons: reasons}
		}
		if _, err := tx.Exec(ctx, `UPDATE people SET name = $2, email = '', roles = '{}', active = false,
			anonymised_at = clock_timestamp() WHERE id = $1`, id, Anonymous); err != nil {
			return done, err
		}
		tag, err := tx.Exec(ctx, `UPDATE outbox SET dropped_at = clock_timestamp(), error = 'reader anonymised'
			WHERE person = $1 AND sent_at IS NULL AND dropped_at IS NULL`, id)
		if err != nil {
			return done, err
		}
		done.Mails = int(tag.RowsAffected())
		if _, err := tx.Exec(ctx, `DELETE FROM visits WHERE person = $1`, id); err != nil {
			return done, err
		}
		return done, done.unsubscribe(ctx, tx, email)
	})
}

// EraseTexts erases personal texts, and with each what stands beside it in its
// case (a candidate's CV beside the name), in one transaction with the record of
// it. It is refused with a *KeptError while a rule keeps one of them;
// ErrNotFound: there is no such text, or it is gone already.
func (s *Store) EraseTexts(ctx context.Context, refs []string, e Erasure) (Erased, error) {
	return s.erase(ctx, e, func(tx pgx.Tx) (Erased, error) {
		var done Erased
		var err error
		if done.Texts, err = e.eraseTexts(ctx, tx, refs); err == nil && len(done.Texts) == 0 {
			err = ErrNotFound
		}
		return done, err
	})
}

// EraseName is EraseTexts for the texts that are exactly a name, letters of
// either case. Texts that hold more than it must be erased one by one.
func (s *Store) EraseName(ctx context.Context, name string, e Erasure) (Erased, error) {
	refs, err := collectColumn(ctx, s.db, `SELECT ref FROM vault WHERE `+normalisedText+` = $1`, normalised(name))
	if err != nil {
		return Erased{}, fmt.Errorf("erase: %w", err)
	}
	return s.EraseTexts(ctx, refs, e)
}

// erase runs one erasure and writes down what it did.
func (s *Store) erase(ctx context.Context, e Erasure, do func(pgx.Tx) (Erased, error)) (Erased, error) {
	if err := e.check(); err != nil {
		return Erased{}, err
	}
	var done Erased
	err := pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		var err error
		if done, err = do(tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO erasures (by, reason, person, texts, mails) VALUES ($1, $2, $3, $4, $5)`,
			e.By, e.Reason, done.Person, done.Texts, done.Mails); err != nil {
			return err
		}
		if e.DryRun {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return Erased{}, fmt.Errorf("erase: %w", err)
	}
	return done, nil
}

// keptPerson lists what still needs the person.
func (e Erasure) keptPerson(ctx context.Context, tx pgx.Tx, id string) ([]string, error) {
	var reasons []string
	for _, part := range []struct{ what, sql string }{
		{"requester or representative of open cases: ", `SELECT ref FROM cases WHERE outcome = '' AND (requester = $1 OR representative = $1) ORDER BY ref`},
		{"open tasks: ", `SELECT id FROM tasks WHERE state = 'open' AND to_person = $1 ORDER BY id`},
	} {
		refs, err := collectColumn(ctx, tx, part.sql, id)
		if err != nil {
			return nil, err
		}
		if len(refs) > 0 {
			reasons = append(reasons, part.what+some(refs))
		}
	}
	kept, err := e.keptCases(ctx, tx, `c.ref IN (SELECT case_ref FROM events WHERE actor = $1)`, id)
	return append(reasons, kept...), err
}

// eraseTexts empties the rows of texts and of what stands beside them.
func (e Erasure) eraseTexts(ctx context.Context, tx pgx.Tx, refs []string) ([]string, error) {
	refs, err := withCompanions(ctx, tx, refs)
	if err != nil || len(refs) == 0 {
		return []string{}, err
	}
	const about = `c.ref IN (SELECT case_ref FROM vault WHERE ref = ANY ($1))`
	reasons, err := e.keptCases(ctx, tx, about, refs)
	if err != nil {
		return nil, err
	}
	open, err := collectColumn(ctx, tx, `SELECT ref FROM cases c WHERE c.outcome = '' AND `+about+` ORDER BY ref`, refs)
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		reasons = append(reasons, "texts of open cases: "+some(open))
	}
	if len(reasons) > 0 {
		return nil, &KeptError{Reasons: reasons}
	}
	gone, err := collectColumn(ctx, tx, `UPDATE vault SET text = NULL, salt = NULL, erased_at = clock_timestamp()
		WHERE ref = ANY ($1) AND text IS NOT NULL RETURNING ref`, refs)
	slices.Sort(gone)
	return gone, err
}
