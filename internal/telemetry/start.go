package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Options say what is logged and where.
type Options struct {
	// Log is where logs go; standard error by default.
	Log io.Writer
	// Level below which nothing is logged.
	Level slog.Level
	// Format is "json", "text", or "" for text on a terminal and JSON elsewhere.
	Format string
	// Version of the product, for traces.
	Version string
}

// lastSpansTake is how long the end of the process waits for spans to be exported.
const lastSpansTake = 3 * time.Second

// Start makes the process's default logger, and its tracing when
// OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) names a collector; without
// one there are no traces. stop exports what is left.
func Start(ctx context.Context, o Options) (stop func() error, err error) {
	if o.Log == nil {
		o.Log = os.Stderr
	}
	slog.SetDefault(NewLogger(o.Log, o.Level, o.Format))
	// What a caller of ours traces goes on through us, also when we export nothing.
	otel.SetTextMapPropagator(propagation.TraceContext{})
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.Warn("telemetry", "error", err) }))
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return func() error { return nil }, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	provider, err := tracing(ctx, o.Version, trace.WithBatcher(exporter))
	if err != nil {
		return nil, errors.Join(err, exporter.Shutdown(ctx))
	}
	otel.SetTracerProvider(provider)
	return func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSpansTake)
		defer cancel()
		if err := provider.Shutdown(ctx); err != nil {
			return fmt.Errorf("tracing: %w", err)
		}
		return nil
	}, nil
}

// tracing makes a provider. Sampling follows OTEL_TRACES_SAMPLER.
func tracing(ctx context.Context, version string, to trace.TracerProviderOption) (*trace.TracerProvider, error) {
	// The environment (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) has the last word.
	about, err := resource.New(ctx, resource.WithTelemetrySDK(),
		resource.WithAttributes(attribute.String("service.name", "termijn"), attribute.String("service.version", version)),
		resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	return trace.NewTracerProvider(to, trace.WithResource(about)), nil
}
