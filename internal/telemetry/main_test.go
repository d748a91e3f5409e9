package telemetry

import (
	"context"
	"os"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
)

// spans are those of all tests; each looks at its own trace.
var spans = tracetest.NewInMemoryExporter()

// patience is far more than any condition takes.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	provider, err := tracing(context.Background(), "test", trace.WithSyncer(spans))
	if err != nil {
		panic(err)
	}
	otel.SetTracerProvider(provider)
	os.Exit(devtest.Main(m))
}

func migrate(ctx context.Context, url string) error {
	_, err := ledger.Migrate(ctx, url, false)
	return err
}
