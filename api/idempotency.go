package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/google/uuid"

	"termijn/workflows/casework"
)

// keyHeader names a request, so that it is done once however often it is sent.
const keyHeader = "Idempotency-Key"

// longestKey is the longest key in characters.
const longestKey = 200

// Idempotent is the part of a POST's input that names it. The key itself
// travels in the context, where keyed puts it.
type Idempotent struct {
	Key string `header:"Idempotency-Key" maxLength:"200" example:"0197a3c2-7d1e-7c44-9f0e-3b1c5f1f6a01" doc:"Names the request. The same request under the same key is done once and answered alike; another request under the same key is refused (422, key_reused). Without it a new key is made. The answer says which key counted."`
}

type keyKey struct{}

// keyed takes the key of a POST, or makes one, and says it in the answer.
func keyed(ctx huma.Context, next func(huma.Context)) {
	if ctx.Method() != http.MethodPost {
		next(ctx)
		return
	}
	key := ctx.Header(keyHeader)
	if !clean(key) || len(key) > longestKey {
		r, w := humachi.Unwrap(ctx)
		var v casework.Invalid
		v.Check(clean(key), keyHeader, "bad_text")
		v.Check(len(key) <= longestKey, keyHeader, "too_long", "max", "200")
		refusal, _ := casework.RefusalOf(v.Err())
		writeProblem(w, r, refused(ctx.Context(), "", refusal))
		return
	}
	if key == "" {
		key = uuid.Must(uuid.NewV7()).String()
	}
	ctx.SetHeader(keyHeader, key)
	next(huma.WithValue(ctx, keyKey{}, key))
}

func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}
