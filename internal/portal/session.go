package portal

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// sessionLife is how long somebody stays signed in: a working day.
const sessionLife = 12 * time.Hour

// Keys of what a session holds.
const (
	sessionPerson   = "person"
	sessionLanguage = "language"
	sessionFlash    = "flash"
)

func newSessions(db *pgxpool.Pool, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{db}
	m.Lifetime = sessionLife
	m.HashTokenInStore = true // who reads the database cannot sign in with what stands there
	m.Cookie.Name = "termijn"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = secure
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		slog.ErrorContext(r.Context(), "session", "error", err)
		busyPage(w, r)
	}
	return m
}

// sessionStore keeps sessions in PostgreSQL, so that a restart signs nobody out
// and several processes share them.
type sessionStore struct{ db *pgxpool.Pool }

// sessionWait bounds a call without a context of its own.
const sessionWait = 5 * time.Second

func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var content []byte
	err := s.db.QueryRow(ctx, `SELECT content FROM sessions WHERE token = $1 AND expires > now()`, token).Scan(&content)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return content, err == nil, err
}

// CommitCtx also clears away what expired: sessions change seldom.
func (s sessionStore) CommitCtx(ctx context.Context, token string, content []byte, expires time.Time) error {
	w := &pgx.Batch{}
	w.Queue(`DELETE FROM sessions WHERE expires < now()`)
	w.Queue(`INSERT INTO sessions (token, content, expires) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET content = excluded.content, expires = excluded.expires`, token, content, expires)
	return s.db.SendBatch(ctx, w).Close()
}

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.Exec(ctx, `DELETE FROM sessions WHERE token = $1`, token)
	return err
}

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), sessionWait)
	defer cancel()
	return s.FindCtx(ctx, token)
}

func (s sessionStore) Commit(token string, content []byte, expires time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), sessionWait)
	defer cancel()
	return s.CommitCtx(ctx, token, content, expires)
}

func (s sessionStore) Delete(token string) error {
	ctx, cancel := context.WithTimeout(context.Background(), sessionWait)
	defer cancel()
	return s.DeleteCtx(ctx, token)
}

// Flash is a message that the next page shows once.
type Flash struct {
	// Kind is "done", "note" or "problem"; each has an icon and a word beside its colour.
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// flash keeps a message for the next page.
func (p *portal) flash(ctx context.Context, f Flash) {
	var waiting []Flash
	_ = json.Unmarshal(p.sessions.GetBytes(ctx, sessionFlash), &waiting) // nothing there: an empty list
	b, err := json.Marshal(append(waiting, f))
	if err != nil {
		return // two plain fields: cannot fail
	}
	p.sessions.Put(ctx, sessionFlash, b)
}

// takeFlash returns the messages that wait and forgets them.
func (p *portal) takeFlash(ctx context.Context) []Flash {
	var waiting []Flash
	_ = json.Unmarshal(p.sessions.PopBytes(ctx, sessionFlash), &waiting)
	return waiting
}
