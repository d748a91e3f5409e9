// Package identity says who somebody is and what they may do. The policy stands
// in one file, policy.go, and denies by default.
package identity

import (
	"context"
	"slices"

	"termijn/internal/ledger"
)

// Principal is who makes a request.
type Principal struct {
	Person, Name, Email string
	Org                 string
	// Kind of the organisation: client, provider, si or board.
	Kind     string
	Roles    []string
	Language string
}

// Of returns the principal of a person.
func Of(p ledger.Person) Principal {
	return Principal{Person: p.ID, Name: p.Name, Email: p.Email, Org: p.Org, Kind: p.OrgKind, Roles: p.Roles, Language: p.Language}
}

// Has reports whether the principal has one of the roles.
func (p Principal) Has(roles ...string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(p.Roles, r) })
}

// Inbox is whose tasks the principal sees.
func (p Principal) Inbox() ledger.Inbox {
	return ledger.Inbox{Person: p.Person, Org: p.Org, Roles: p.Roles}
}

type contextKey struct{}

// With puts the principal of a request into its context.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the principal of a request; ok is false when nobody signed in.
func From(ctx context.Context) (p Principal, ok bool) {
	p, ok = ctx.Value(contextKey{}).(Principal)
	return p, ok
}
