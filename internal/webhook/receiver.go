package webhook

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"termijn/internal/i18n"
)

// ReceiverPath is where the receiver of `termijn dev` is mounted: its page, and
// below it the address of each target.
const ReceiverPath = "/dev/webhooks"

//go:embed receiver.html.tmpl
var receiverLayout string

var receiverPage = template.Must(template.New("receiver").Parse(receiverLayout))

// Receiver stands for the programs of all organisations in `termijn dev`: it checks
// what comes as they should, and shows it on a page.
type Receiver struct {
	secret []byte
	mu     sync.Mutex
	calls  []Arrived
	seen   map[string]bool
}

// Arrived is a call as it came.
type Arrived struct {
	Target, Event, Body string
	At                  time.Time
	// Fits: the signature does. Again: it came before under the same key.
	Fits, Again bool
}

// NewReceiver returns a receiver with a secret of its own.
func NewReceiver() *Receiver {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return &Receiver{secret: secret, seen: map[string]bool{}}
}

// Target is where calls for a name go, when the product listens at base.
func (r *Receiver) Target(base, name string) Target {
	return Target{URL: base + ReceiverPath + "/" + name, Secret: r.secret}
}

// Calls are the newest calls, the newest first.
func (r *Receiver) Calls() []Arrived {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Clone(r.calls)
	slices.Reverse(all)
	return all
}

// mostCalls is how many are kept.
const mostCalls = 200

// ServeHTTP takes a call, or shows what came.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method == http.MethodPost {
		w.WriteHeader(r.take(req))
		return
	}
	lang := req.URL.Query().Get("lang")
	if lang == "" {
		lang = i18n.Match(req.Header.Get("Accept-Language"))
	}
	var body bytes.Buffer
	page := struct {
		*i18n.Printer
		Calls []Arrived
	}{i18n.For(lang), r.Calls()}
	if err := receiverPage.Execute(&body, page); err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'self'; form-action 'none'")
	_, _ = body.WriteTo(w)
}

func (r *Receiver) take(req *http.Request) int {
	body, err := io.ReadAll(io.LimitReader(req.Body, 64<<10))
	if err != nil {
		return http.StatusBadRequest
	}
	key := req.Header.Get(HeaderKey)
	a := Arrived{Target: strings.TrimPrefix(req.URL.Path, ReceiverPath+"/"), Event: req.Header.Get(HeaderEvent), Body: string(body), At: time.Now(),
		Fits: Verify(r.secret, body, req.Header.Get(HeaderSignature), time.Now(), 5*time.Minute) == nil}
	r.mu.Lock()
	defer r.mu.Unlock()
	a.Again = r.seen[key]
	if a.Fits {
		r.seen[key] = true
	}
	r.calls = append(r.calls, a)
	if n := len(r.calls); n > mostCalls {
		r.calls = slices.Clone(r.calls[n-mostCalls:])
	}
	if !a.Fits {
		return http.StatusForbidden
	}
	return http.StatusNoContent
}
