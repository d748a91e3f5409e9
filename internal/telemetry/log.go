package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"go.opentelemetry.io/otel/trace"
	"golang.org/x/term"
)

// NewLogger returns a logger without personal data. Each line carries the
// request, trace and span it belongs to. format is as in Options.
func NewLogger(w io.Writer, level slog.Leveler, format string) *slog.Logger {
	if format == "" {
		format = "json"
		if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			format = "text"
		}
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: impersonal}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if format == "text" {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(correlated{h})
}

// correlated adds what a line belongs to.
type correlated struct{ slog.Handler }

// Handle adds the IDs that the context knows.
func (h correlated) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		r.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the IDs on lines of the derived logger.
func (h correlated) WithAttrs(attrs []slog.Attr) slog.Handler {
	return correlated{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the IDs on lines of the derived logger.
func (h correlated) WithGroup(name string) slog.Handler {
	return correlated{h.Handler.WithGroup(name)}
}

// withheld stands for a value that is not logged.
const withheld = "[withheld]"

// personalKeys are never logged with their values: who somebody is, what
// somebody wrote, and secrets. Keys compare without case, "_" and "-".
var personalKeys = set("name", "fullname", "firstname", "lastname", "displayname", "person", "people", "actor", "user", "username",
	"reader", "recipient", "to", "from", "cc", "bcc", "phone", "telephone", "mobile", "birthdate", "cv", "staff",
	"title", "subject", "text", "body", "question", "questions", "answer", "answers", "reason", "remark", "note", "report",
	"goal", "nature", "expectations", "justification", "description", "principal", "requester", "representative", "approver",
	"query", "form", "ip", "remoteaddr")

// personalParts are withheld wherever they stand in a key.
var personalParts = []string{"email", "password", "secret", "token", "cookie", "authorization", "candidate", "curriculum"}

var mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)

// impersonal withholds values under personal keys and whole structures (they may
// hold anything), and takes mail addresses out of every text.
func impersonal(_ []string, a slog.Attr) slog.Attr {
	key := strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(a.Key))
	if personalKeys[key] || containsAny(key, personalParts) {
		return slog.String(a.Key, withheld)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(withoutMail(a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case error:
			a.Value = slog.StringValue(withoutMail(v.Error()))
		case []string:
			a.Value = slog.StringValue(withoutMail(strings.Join(v, ", ")))
		case nil, *slog.Source, slog.Level:
		case fmt.Stringer:
			a.Value = slog.StringValue(withoutMail(v.String()))
		default:
			a.Value = slog.StringValue(withheld + " " + fmt.Sprintf("%T", v))
		}
	}
	return a
}

func withoutMail(s string) string { return mailAddress.ReplaceAllString(s, withheld) }

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
