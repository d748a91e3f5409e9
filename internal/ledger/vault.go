package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Text is a personal text. Events carry its Ref only: a salted digest, which
// proves the text while the vault keeps text and salt, and says nothing once
// they are erased.
type Text struct {
	Ref, Field, Value string
	salt              []byte
}

// refPrefix marks a reference into the vault.
const refPrefix = "vault:"

// NewText prepares a personal text for the vault.
func NewText(field, value string) Text {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		panic("vault: no randomness: " + err.Error())
	}
	return Text{Ref: reference(salt, value), Field: field, Value: value, salt: salt}
}

func reference(salt []byte, value string) string {
	sum := sha256.Sum256(append(append([]byte{}, salt...), value...))
	return refPrefix + hex.EncodeToString(sum[:16])
}

// Keep writes personal texts of a case to the vault. It comes before the command
// that refers to them.
func (s *Store) Keep(ctx context.Context, ref, author string, texts []Text) error {
	if len(texts) == 0 {
		return nil
	}
	w := &pgx.Batch{}
	for _, t := range texts {
		w.Queue(`INSERT INTO vault (ref, case_ref, field, author, salt, text) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			t.Ref, ref, t.Field, author, t.salt, t.Value)
	}
	if err := s.db.SendBatch(ctx, w).Close(); err != nil {
		return fmt.Errorf("keep texts of %s: %w", ref, err)
	}
	return nil
}

// IsText reports whether a value is a reference into the vault.
func IsText(value string) bool { return strings.HasPrefix(value, refPrefix) }

// Texts returns the personal texts of a case by reference. Erased ones are
// there with an empty value.
func (s *Store) Texts(ctx context.Context, ref string) (map[string]string, error) {
	rows, err := s.db.Query(ctx, `SELECT ref, coalesce(text, '') FROM vault WHERE case_ref = $1`, ref)
	if err != nil {
		return nil, fmt.Errorf("texts of %s: %w", ref, err)
	}
	texts := map[string]string{}
	var k, v string
	if _, err := pgx.ForEachRow(rows, []any{&k, &v}, func() error { texts[k] = v; return nil }); err != nil {
		return nil, fmt.Errorf("texts of %s: %w", ref, err)
	}
	return texts, nil
}
