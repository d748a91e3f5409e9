package ledger

import (
	"context"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// chain is what an audit keeps of a case's events.
type chain struct {
	// hashes of the events by number.
	hashes map[int64]string
	// last is the highest number.
	last int64
	// refersTo are the references into the vault, with the first event that has each.
	refersTo map[string]int64
	// row: the case has a read row, with this outcome.
	row     bool
	outcome string
}

var textReference = regexp.MustCompile(refPrefix + `[0-9a-f]{32}`)

// stored is an event as it stands in the table.
type stored struct {
	Seq          int64
	At, Recorded time.Time
	Kind, Actor  string
	Payload      []byte
	Prev, Hash   string
}

// chain checks the events of a case: their numbers, their hashes over the bytes,
// that each names the one before, and that the columns say what the bytes say.
func (a *audit) chain(ctx context.Context, tx pgx.Tx, ref string) (chain, error) {
	c := chain{hashes: map[int64]string{}, refersTo: map[string]int64{}}
	rows, err := tx.Query(ctx, `SELECT seq, at, recorded, kind, actor, payload, prev, hash FROM events WHERE case_ref = $1 ORDER BY seq`, ref)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	before := ""
	for rows.Next() {
		e, err := pgx.RowToStructByPos[stored](rows)
		if err != nil {
			return c, err
		}
		for missing := c.last + 1; missing < e.Seq; missing++ {
			a.find(ref, missing, CheckChain, "the event is missing")
			before = ""
		}
		if got := record.HashOf(e.Payload); got != e.Hash {
			a.find(ref, e.Seq, CheckChain, "the payload was changed: its hash is %.12s…, recorded was %.12s…", got, e.Hash)
		}
		if e.Prev != before && (before != "" || e.Seq == 1) {
			a.find(ref, e.Seq, CheckChain, "it follows %.12s…, but the event before it is %.12s…", e.Prev, before)
		}
		a.columns(ref, e)
		for _, text := range textReference.FindAll(e.Payload, -1) {
			if _, seen := c.refersTo[string(text)]; !seen {
				c.refersTo[string(text)] = e.Seq
			}
		}
		c.hashes[e.Seq], c.last, before = e.Hash, e.Seq, e.Hash
	}
	return c, rows.Err()
}

// columns holds an event's columns against its payload.
func (a *audit) columns(ref string, e stored) {
	p, err := decode(e.Payload, e.Hash)
	if err != nil {
		a.find(ref, e.Seq, CheckChain, "the payload is not an event")
		return
	}
	for _, column := range []struct {
		name string
		same bool
	}{
		{"case_ref", p.Case == ref}, {"seq", p.Seq == e.Seq}, {"kind", p.Kind == e.Kind}, {"actor", p.Actor.Person == e.Actor},
		{"prev", p.Prev == e.Prev}, {"at", sameInstant(p.At, e.At)}, {"recorded", sameInstant(p.Recorded, e.Recorded)},
	} {
		if !column.same {
			a.find(ref, e.Seq, CheckChain, "column %s does not say what the payload says", column.name)
		}
	}
}

// sameInstant compares at the database's precision.
func sameInstant(a, b time.Time) bool {
	return a.Truncate(time.Microsecond).Equal(b.Truncate(time.Microsecond))
}

// texts checks that each personal text of a case still gives the reference that
// the events carry, and that what was erased was erased on record.
func (a *audit) texts(ctx context.Context, tx pgx.Tx, ref string, c chain) error {
	rows, err := tx.Query(ctx, `SELECT ref, salt, text FROM vault WHERE case_ref = $1 ORDER BY ref`, ref)
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	var name string
	var salt []byte
	var text *string
	_, err = pgx.ForEachRow(rows, []any{&name, &salt, &text}, func() error {
		kept[name] = true
		seq, used := c.refersTo[name]
		switch {
		case text == nil && salt == nil && a.erased[name]:
			a.Erased++
		case text == nil && salt == nil:
			a.find(ref, seq, CheckTexts, "text %s is gone, and no erasure says so", name)
		case text == nil || reference(salt, *text) != name:
			a.find(ref, seq, CheckTexts, "text %s was changed: it does not give its reference", name)
		case used:
			a.Texts++
		default:
			a.Unused++
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name, seq := range c.refersTo {
		if !kept[name] {
			a.find(ref, seq, CheckTexts, "text %s is not in the vault", name)
		}
	}
	return nil
}

// erasedTexts are the references of all texts that were erased on record.
func (s *Store) erasedTexts(ctx context.Context) (map[string]bool, error) {
	rows, err := s.db.Query(ctx, `SELECT DISTINCT unnest(texts) FROM erasures`)
	if err != nil {
		return nil, err
	}
	refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
	all := map[string]bool{}
	for _, ref := range refs {
		all[ref] = true
	}
	return all, err
}
