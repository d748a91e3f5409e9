package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Organisation takes part in the ecosystem.
type Organisation struct {
	ID string `yaml:"id" json:"id"`
	// Kind is client, provider, si or board.
	Kind string `yaml:"kind" json:"kind"`
	Name string `yaml:"name" json:"name"`
}

// Person works for an organisation.
type Person struct {
	ID    string `yaml:"id" json:"id"`
	Org   string `yaml:"org" json:"org"`
	Name  string `yaml:"name" json:"name"`
	Email string `yaml:"email" json:"email"`
	// Language is "nl" or "en".
	Language string   `yaml:"language" json:"language"`
	Roles    []string `yaml:"roles" json:"roles"`
	// OrgKind is the kind of Org.
	OrgKind      string     `yaml:"-" json:"orgKind"`
	Active       bool       `yaml:"-" json:"active"`
	AnonymisedAt *time.Time `yaml:"-" json:"anonymisedAt,omitempty"`
}

const personColumns = `p.id, p.org, p.name, p.email, p.language, p.roles, o.kind, p.active, p.anonymised_at`

func scanPerson(row pgx.CollectableRow) (Person, error) {
	var p Person
	err := row.Scan(&p.ID, &p.Org, &p.Name, &p.Email, &p.Language, &p.Roles, &p.OrgKind, &p.Active, &p.AnonymisedAt)
	return p, err
}

// Person returns a person, else ErrNotFound.
func (s *Store) Person(ctx context.Context, id string) (Person, error) {
	rows, err := s.db.Query(ctx, `SELECT `+personColumns+` FROM people p JOIN organisations o ON o.id = p.org WHERE p.id = $1`, id)
	if err != nil {
		return Person{}, fmt.Errorf("person: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanPerson)
	if errors.Is(err, pgx.ErrNoRows) {
		return Person{}, ErrNotFound
	}
	return p, err
}

// People returns everybody, or the people of one organisation, by organisation and name.
func (s *Store) People(ctx context.Context, org string) ([]Person, error) {
	rows, err := s.db.Query(ctx, `SELECT `+personColumns+` FROM people p JOIN organisations o ON o.id = p.org
		WHERE $1 = '' OR p.org = $1 ORDER BY o.kind, p.org, p.name`, org)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanPerson)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return list, nil
}

// Organisations returns all organisations, or those of one kind, by name.
func (s *Store) Organisations(ctx context.Context, kind string) ([]Organisation, error) {
	rows, err := s.db.Query(ctx, `SELECT id, kind, name FROM organisations WHERE $1 = '' OR kind = $1 ORDER BY name`, kind)
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Organisation])
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	return list, nil
}

// Enrol adds organisations and people, or brings those that are there up to
// date. A person who was anonymised stays so.
func (s *Store) Enrol(ctx context.Context, orgs []Organisation, people []Person) error {
	w := &pgx.Batch{}
	for _, o := range orgs {
		w.Queue(`INSERT INTO organisations (id, kind, name) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name`, o.ID, o.Kind, o.Name)
	}
	for _, p := range people {
		w.Queue(`INSERT INTO people (id, org, name, email, language, roles) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET org = excluded.org, name = excluded.name, email = excluded.email,
				language = excluded.language, roles = excluded.roles WHERE people.anonymised_at IS NULL`,
			p.ID, p.Org, p.Name, p.Email, p.Language, append([]string{}, p.Roles...))
	}
	if err := s.db.SendBatch(ctx, w).Close(); err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	return nil
}

// SetLanguage changes the language that a person reads.
func (s *Store) SetLanguage(ctx context.Context, person, language string) error {
	if _, err := s.db.Exec(ctx, `UPDATE people SET language = $2 WHERE id = $1`, person, language); err != nil {
		return fmt.Errorf("set language: %w", err)
	}
	return nil
}
