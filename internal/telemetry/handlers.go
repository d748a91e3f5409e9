package telemetry

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
)

// Endpoints are the pages for those who run the product.
type Endpoints struct {
	// Health says that the process lives (/healthz).
	Health http.Handler
	// Ready says whether the database and Temporal are reachable (/readyz): 200,
	// or 503 with the one that is not.
	Ready http.Handler
	// Metrics answers Prometheus (/metrics).
	Metrics http.Handler
}

// Database is a connection pool that can be asked whether it works.
type Database interface {
	Ping(ctx context.Context) error
}

// Temporal is a client that can be asked whether its server works.
type Temporal interface {
	CheckHealth(ctx context.Context, request *client.CheckHealthRequest) (*client.CheckHealthResponse, error)
}

// readyTakes is how long a part may take to answer before it counts as away.
const readyTakes = 2 * time.Second

// Handlers makes the pages /healthz, /readyz and /metrics.
func Handlers(db Database, temporal Temporal, m *Metrics) Endpoints {
	return Endpoints{
		Health: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			answer(w, http.StatusOK, map[string]string{"status": "alive"})
		}),
		Ready: ready(map[string]func(context.Context) error{
			"database": db.Ping,
			"temporal": func(ctx context.Context) error {
				_, err := temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
				return err
			},
		}),
		Metrics: m.Handler(),
	}
}

// ready asks all parts at once.
func ready(parts map[string]func(context.Context) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTakes)
		defer cancel()
		var mu sync.Mutex
		var all sync.WaitGroup
		said, status := map[string]string{"status": "ready"}, http.StatusOK
		for name, ask := range parts {
			all.Go(func() {
				err := ask(ctx)
				mu.Lock()
				defer mu.Unlock()
				said[name] = "reachable"
				if err != nil {
					said[name], said["status"], status = "unreachable", "not ready", http.StatusServiceUnavailable
					slog.WarnContext(ctx, "not ready", "part", name, "error", err)
				}
			})
		}
		all.Wait()
		answer(w, status, said)
	})
}

func answer(w http.ResponseWriter, status int, body map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller is gone when it fails
}
