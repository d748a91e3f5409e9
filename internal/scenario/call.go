package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// call makes one request as a persona and returns the answer's JSON object.
func (p *Player) call(ctx context.Context, as, method, path string, body any, status int) (map[string]any, error) {
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.URL+"/api/v1"+path, reader)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer dev-"+as)
	req.Header.Set("Content-Type", "application/json")
	if method == http.MethodPost {
		req.Header.Set("Idempotency-Key", uuid.NewString())
	}
	client := p.Client
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
	if err != nil {
		return nil, err
	}
	if status == 0 && res.StatusCode >= 300 || status != 0 && res.StatusCode != status {
		return nil, fmt.Errorf("answer %d: %s", res.StatusCode, strings.TrimSpace(string(text)))
	}
	answer := map[string]any{}
	if len(text) > 0 {
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			return nil, fmt.Errorf("answer is not JSON: %w", err)
		}
		switch v := v.(type) {
		case map[string]any:
			answer = v
		case []any:
			answer["items"] = v
		}
	}
	return answer, nil
}

// fieldAt reads a dotted path such as items.0.state; an element of a list is
// named by its position, by its id, or by its kind. ok is false when it is not there.
func fieldAt(v any, path string) (string, bool) {
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[part]; !ok {
				return "", false
			}
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil {
				i = slices.IndexFunc(x, func(e any) bool { m, _ := e.(map[string]any); return m["id"] == part || m["kind"] == part })
			}
			if i < 0 || i >= len(x) {
				return "", false
			}
			v = x[i]
		default:
			return "", false
		}
	}
	switch x := v.(type) {
	case string:
		return x, true
	case nil:
		return "", true
	default:
		b, _ := json.Marshal(x)
		return string(b), true
	}
}
