package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

func logged(t *testing.T, write func(*slog.Logger)) (string, map[string]any) {
	t.Helper()
	var out bytes.Buffer
	write(NewLogger(&out, slog.LevelInfo, "json"))
	line := map[string]any{}
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	return out.String(), line
}

func TestLogsHoldNoPersonalData(t *testing.T) {
	t.Parallel()
	person := ledger.Person{ID: "jan", Name: "Kandidaat A", Email: "kandidaat.a@noord.example"}
	for name, write := range map[string]func(*slog.Logger){
		"a key":            func(l *slog.Logger) { l.Info("x", "name", person.Name, "person", "kandidaat a") },
		"a key's spelling": func(l *slog.Logger) { l.Info("x", "Reader_Email", "Kandidaat A", "candidateName", "Kandidaat A") },
		"a mail address": func(l *slog.Logger) {
			l.Info("mail to kandidaat.a@noord.example", "where", "<kandidaat.a@noord.example>")
		},
		"an error":           func(l *slog.Logger) { l.Info("x", "error", errors.New("550 kandidaat.a@noord.example")) },
		"a structure":        func(l *slog.Logger) { l.Info("x", "who", person, "pointer", &person, "list", []ledger.Person{person}) },
		"an event":           func(l *slog.Logger) { l.Info("x", "event", record.Event{Actor: record.Actor{Person: "Kandidaat A"}}) },
		"a map":              func(l *slog.Logger) { l.Info("x", "args", map[string]string{"name": "Kandidaat A"}) },
		"raw JSON":           func(l *slog.Logger) { l.Info("x", "payload", json.RawMessage(`{"name":"Kandidaat A"}`)) },
		"a group":            func(l *slog.Logger) { l.Info("x", slog.Group("g", "title", "Vervanging Kandidaat A")) },
		"a derived logger":   func(l *slog.Logger) { l.With("actor", "Kandidaat A").WithGroup("g").Info("x", "reason", "Kandidaat A") },
		"what somebody said": func(l *slog.Logger) { l.Info("x", "answer", "vraag het aan Kandidaat A", "query", "Kandidaat") },
		"a secret":           func(l *slog.Logger) { l.Info("x", "Authorization", "Bearer Kandidaat", "smtp_password", "Kandidaat") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, _ := logged(t, write)
			require.NotRegexp(t, `(?i)kandidaat`, text)
			require.Contains(t, text, withheld)
		})
	}
}

func TestLogsKeepWhatHelps(t *testing.T) {
	t.Parallel()
	_, line := logged(t, func(l *slog.Logger) {
		l.Warn("event not recorded yet", "case", "REG-2026-000042", "seq", int64(3), "error", errors.New("connection refused"),
			"roles", []string{"api", "worker"}, "stack", "go.temporal.io/sdk@v1.50.0/internal/x.go:12")
	})
	for key, want := range map[string]any{"msg": "event not recorded yet", "case": "REG-2026-000042", "seq": 3.0,
		"error": "connection refused", "roles": "api, worker", "level": "WARN", "stack": "go.temporal.io/sdk@v1.50.0/internal/x.go:12"} {
		require.Equal(t, want, line[key], key)
	}
}

func TestLinesSayWhatTheyBelongTo(t *testing.T) {
	t.Parallel()
	ctx, span := otel.Tracer("test").Start(context.WithValue(t.Context(), requestKey{}, "request-1"), "x")
	defer span.End()
	_, line := logged(t, func(l *slog.Logger) { l.With("a", 1).InfoContext(ctx, "x") })
	require.Equal(t, "request-1", line["request_id"])
	require.Equal(t, span.SpanContext().TraceID().String(), line["trace_id"])
	require.Equal(t, span.SpanContext().SpanID().String(), line["span_id"])
}

func TestTemporalLogsThroughTheSameLogger(t *testing.T) {
	t.Parallel()
	_, line := logged(t, func(l *slog.Logger) {
		TemporalLogger(l).Warn("Failed to poll", "Namespace", "termijn", "Identity", "jan@noord.example", "Error", errors.New("away"))
	})
	require.Equal(t, "termijn", line["Namespace"])
	require.Equal(t, withheld, line["Identity"])
	require.Equal(t, "away", line["Error"])
}

func TestTextIsForTerminals(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	NewLogger(&out, slog.LevelInfo, "text").Info("hello", "name", "Kandidaat")
	require.Regexp(t, `level=INFO msg=hello name=\[withheld\]`, out.String())
	out.Reset()
	NewLogger(&out, slog.LevelInfo, "").Info("hello")
	require.True(t, json.Valid(out.Bytes()), "a file is no terminal")
	out.Reset()
	NewLogger(&out, slog.LevelWarn, "").Info("hello")
	require.Empty(t, out.String())
}
