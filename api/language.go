package api

import (
	"context"

	"termijn/internal/i18n"
	"termijn/internal/identity"
)

type languageKey struct{}

// printer writes in the language that the request asks for by Accept-Language,
// else in that of who is signed in, else in Dutch.
func printer(ctx context.Context) *i18n.Printer {
	if header, _ := ctx.Value(languageKey{}).(string); header != "" {
		return i18n.For(i18n.Match(header))
	}
	who, _ := identity.From(ctx)
	return i18n.For(who.Language)
}
