package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// FrameOf is the frame of a standard change as it stands.
type FrameOf struct {
	record.Frame
	// Items for which it holds; Lost: no version is in force any more.
	Items []string
	Lost  bool
}

// frameColumns read a frame: the version in force, else the newest that was.
const frameColumns = `ref, view->>'current' IS NULL, coalesce(view #> ARRAY['versions', coalesce(view->>'current', view->>'newest'), 'text'], '{}'),
	coalesce((coalesce(view->>'current', view->>'newest'))::int, 0)`

// framesOf are the frames of a provider that are or were in force and have not ended.
const framesOf = `SELECT ` + frameColumns + ` FROM cases
	WHERE process = 'standard' AND outcome = '' AND view->>'provider' = $1 AND view->>'kind' = 'frame' AND view ? 'newest' ORDER BY ref`

// Frames lists a provider's frames, also those that were set back, by reference.
func (s *Store) Frames(ctx context.Context, provider string) ([]FrameOf, error) {
	rows, err := s.db.Query(ctx, framesOf, provider)
	if err != nil {
		return nil, fmt.Errorf("frames of %s: %w", provider, err)
	}
	all, err := pgx.CollectRows(rows, scanFrame)
	if err != nil {
		return nil, fmt.Errorf("frames of %s: %w", provider, err)
	}
	return all, nil
}

// Frame is the frame of a standard change, lost when the case has ended or was set
// back; ErrNotFound when it has none.
func (s *Store) Frame(ctx context.Context, ref string) (FrameOf, error) {
	rows, err := s.db.Query(ctx, `SELECT `+frameColumns+` FROM cases WHERE ref = $1 AND process = 'standard' AND view->>'kind' = 'frame' AND view ? 'newest'`, ref)
	if err != nil {
		return FrameOf{}, fmt.Errorf("frame %s: %w", ref, err)
	}
	f, err := pgx.CollectExactlyOneRow(rows, scanFrame)
	if errors.Is(err, pgx.ErrNoRows) {
		return FrameOf{}, ErrNotFound
	}
	if err != nil {
		return FrameOf{}, fmt.Errorf("frame %s: %w", ref, err)
	}
	return f, nil
}

func scanFrame(row pgx.CollectableRow) (FrameOf, error) {
	var f FrameOf
	var ref string
	var version int
	var raw json.RawMessage
	if err := row.Scan(&ref, &f.Lost, &raw, &version); err != nil {
		return f, err
	}
	var text struct {
		record.Frame
		Items []string `json:"items"`
	}
	if err := json.Unmarshal(raw, &text); err != nil {
		return f, err
	}
	f.Frame, f.Items = text.Frame, text.Items
	f.Ref, f.Version = ref, version
	return f, nil
}
