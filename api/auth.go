package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// bearer is the name of the security scheme in the OpenAPI document.
const bearer = "bearer"

// ErrUnauthenticated: the request does not say who makes it, or not believably.
var ErrUnauthenticated = errors.New("unauthenticated")

// Authenticator says who makes a request. It returns ErrUnauthenticated when
// nobody does; any other error is a fault. Tokens of OpenID Connect get an
// Authenticator of their own beside DevTokens.
type Authenticator interface {
	Authenticate(r *http.Request) (identity.Principal, error)
}

// DevTokens signs in a person of the ecosystem by "Bearer dev-<person>", with no
// proof at all. It refuses everybody unless Dev is set, which only `termijn dev`
// and tests do.
type DevTokens struct {
	Store *ledger.Store
	Dev   bool
}

// Authenticate implements Authenticator.
func (t DevTokens) Authenticate(r *http.Request) (identity.Principal, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	id, ok := strings.CutPrefix(token, "dev-")
	if !t.Dev || !ok || !strings.EqualFold(scheme, "Bearer") || !clean(id) {
		return identity.Principal{}, ErrUnauthenticated
	}
	person, err := t.Store.Person(r.Context(), id)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && !person.Active {
		return identity.Principal{}, ErrUnauthenticated
	}
	if err != nil {
		return identity.Principal{}, err
	}
	return identity.Of(person), nil
}

// signedIn lets nobody pass whom the authenticator does not know. Where nobody need
// sign in, a request that names nobody passes; one that does must be believable.
func (s *server) signedIn(ctx huma.Context, next func(huma.Context)) {
	r, w := humachi.Unwrap(ctx)
	if public(ctx.Operation()) && r.Header.Get("Authorization") == "" {
		next(ctx)
		return
	}
	who, err := s.Authenticator.Authenticate(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	next(huma.WithContext(ctx, identity.With(ctx.Context(), who)))
}
