package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// careful is a client as one should be: it names each request, and sends it again
// under the same name when no answer came, or one that says to try again.
type careful struct {
	url string
	// written, when set, is called as soon as a request has been sent.
	written func()

	mu sync.Mutex
	// failed are the statuses of answers that said to try again; 0 for none at all.
	failed []int
	// mute counts such answers that do not say when.
	mute int
}

type object = map[string]any

// response is the answer that counted.
type response struct {
	Status int
	Body   []byte
}

// receipt is the answer to a command.
type receipt struct {
	Ref, Stage, Subject string
	Seq                 int64
}

// send sends a request until it is answered.
func (c *careful) send(ctx context.Context, as, method, path, key string, body any) (response, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return response{}, err
	}
	for {
		r, wait, err := c.once(ctx, as, method, path, key, text)
		if err == nil && r.Status < 500 && r.Status != http.StatusTooManyRequests {
			return r, nil
		}
		c.mu.Lock()
		c.failed = append(c.failed, r.Status)
		if err == nil && wait == 0 {
			c.mute++
		}
		c.mu.Unlock()
		select {
		case <-ctx.Done():
			return r, ctx.Err()
		case <-time.After(max(wait, 100*time.Millisecond)):
		}
	}
}

// once sends a request once. wait is what the answer says of when to try again.
func (c *careful) once(ctx context.Context, as, method, path, key string, body []byte) (r response, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if c.written != nil {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { c.written() }})
	}
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return r, 0, err
	}
	req.Header.Set("Authorization", "Bearer dev-"+as)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return r, 0, err
	}
	defer answer.Body.Close()
	r.Status = answer.StatusCode
	if seconds, bad := strconv.Atoi(answer.Header.Get("Retry-After")); bad == nil {
		wait = time.Duration(seconds) * time.Second
	}
	r.Body, err = io.ReadAll(answer.Body)
	return r, wait, err
}

// failures are the statuses of the answers that said to try again.
func (c *careful) failures() []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.failed)
}

// get reads a resource.
func get[T any](t testing.TB, c *careful, as, path string) T {
	t.Helper()
	r, err := c.send(t.Context(), as, http.MethodGet, path, "", nil)
	require.NoError(t, err)
	return read[T](t, r, http.StatusOK)
}

func read[T any](t testing.TB, r response, status int) (v T) {
	t.Helper()
	require.Equal(t, status, r.Status, "%s", r.Body)
	require.NoError(t, json.Unmarshal(r.Body, &v), "%s", r.Body)
	return v
}
