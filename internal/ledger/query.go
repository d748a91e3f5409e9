package ledger

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
)

// planned makes PostgreSQL plan a list's query for its own arguments: which
// index is best depends on how many cases an organisation has.
const planned = pgx.QueryExecModeCacheDescribe

// Page is a position in a list.
type Page struct {
	// Limit is how many rows are wanted, 1 to 500; 0 means 50.
	Limit int
	// Cursor is what the previous page gave as next; empty for the first.
	Cursor string
}

func (p Page) limit() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 500:
		return 500
	}
	return p.Limit
}

// ErrCursor: the cursor is not one that this list gave out.
var ErrCursor = errors.New("unknown cursor")

// position is the last row of a page: by its values, so that the next page
// begins after it even when the row is gone.
type position struct {
	At  *time.Time `json:"a,omitempty"`
	Key string     `json:"k"`
}

func (p position) String() string {
	b, _ := json.Marshal(p) // two plain fields: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func (p Page) position() (position, error) {
	var at position
	if p.Cursor == "" {
		return at, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || json.Unmarshal(b, &at) != nil || at.Key == "" || legible(at.Key) != at.Key {
		return at, ErrCursor
	}
	if at.At != nil && (at.At.Year() < 1 || at.At.Year() > 9999) {
		return at, ErrCursor
	}
	return at, nil
}

// query collects conditions and their arguments.
type query struct {
	conds []string
	args  []any
}

func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// text adds what somebody typed as an argument.
func (q *query) text(v string) string { return q.arg(legible(v)) }

func (q *query) add(cond string) { q.conds = append(q.conds, cond) }

func (q *query) equal(column, value string) {
	if value != "" {
		q.add(column + " = " + q.text(value))
	}
}

// words searches reference and title of a case.
func (q *query) words(text string) {
	words, ok := searchWords(text)
	switch {
	case !ok:
		q.add("false")
	case words != "":
		q.add("c.words @@ to_tsquery('simple', " + q.arg(words) + ")")
	}
}

func (q *query) where() string {
	if len(q.conds) == 0 {
		return "true"
	}
	return strings.Join(q.conds, " AND ")
}

// known reports whether a key can stand in the database at all.
func known(key string) bool { return utf8.ValidString(key) && !strings.ContainsRune(key, 0) }
