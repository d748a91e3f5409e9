package apptest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// Site is a handler that answers over real HTTP for as long as a test runs.
type Site struct{ URL string }

// Serve puts a handler on a free port.
func Serve(t testing.TB, h http.Handler) Site {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return Site{URL: server.URL}
}

// Caller makes requests as one person; nobody signed in when Person is empty.
type Caller struct {
	site   Site
	Person string
	// Header is sent with every request.
	Header http.Header
}

// As is a caller with the person's dev token.
func (s Site) As(person string) Caller { return Caller{site: s, Person: person, Header: http.Header{}} }

// With adds a header to the caller's requests.
func (c Caller) With(name, value string) Caller {
	c.Header = c.Header.Clone()
	c.Header.Set(name, value)
	return c
}

// Response is an answer, read whole.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Get asks for an address of the site.
func (c Caller) Get(t testing.TB, path string) Response {
	t.Helper()
	return c.Do(t, http.MethodGet, path, nil)
}

// Post sends a body, as JSON unless it is text or bytes already.
func (c Caller) Post(t testing.TB, path string, body any) Response {
	t.Helper()
	var text []byte
	switch b := body.(type) {
	case string:
		text = []byte(b)
	case []byte:
		text = b
	default:
		var err error
		text, err = json.Marshal(body)
		require.NoError(t, err)
	}
	if c.Header.Get("Content-Type") == "" {
		c = c.With("Content-Type", "application/json")
	}
	return c.Do(t, http.MethodPost, path, bytes.NewReader(text))
}

// Do makes a request.
func (c Caller) Do(t testing.TB, method, path string, body io.Reader) Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.site.URL+path, body)
	require.NoError(t, err)
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if c.Person != "" {
		r.Header.Set("Authorization", "Bearer dev-"+c.Person)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return Response{Status: answer.StatusCode, Header: answer.Header, Body: text}
}

// Read decodes an answer that must have a status.
func Read[T any](t testing.TB, r Response, status int) T {
	t.Helper()
	require.Equal(t, status, r.Status, "%s", r.Body)
	var v T
	require.NoError(t, json.Unmarshal(r.Body, &v), "%s", r.Body)
	return v
}
