package telemetry

import (
	"log/slog"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
)

// TemporalLogger makes the Temporal client and its workers log through a logger.
func TemporalLogger(l *slog.Logger) log.Logger { return log.NewStructuredLogger(l) }

// Interceptors belong into the options of the Temporal client; its workers take
// them over. They carry a request's trace into the workflow and its activities.
// Without a tracing provider a history holds no trace, unless the caller sent one.
func Interceptors() []interceptor.ClientInterceptor {
	tracer := otel.GetTracerProvider().Tracer("termijn/temporal")
	i, err := opentelemetry.NewTracingInterceptor(opentelemetry.TracerOptions{
		Tracer: tracer, TextMapPropagator: propagation.TraceContext{},
		// A case lives for years; a header that we cannot read must not stop it.
		DisableBaggage: true, AllowInvalidParentSpans: true,
		DisableQueryTracing: true,
	})
	if err != nil {
		panic("tracing interceptor: " + err.Error()) // its options are constant
	}
	return []interceptor.ClientInterceptor{i}
}
