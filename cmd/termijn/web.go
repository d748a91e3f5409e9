package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// front answers from the first moment: whether the process lives, what it
// measures, and that it is not ready. The site behind it opens when the servers
// that it needs have answered.
type front struct {
	operations http.Handler
	site       atomic.Pointer[http.Handler]
}

func (f *front) open(site http.Handler) { f.site.Store(&site) }

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if site := f.site.Load(); site != nil {
		(*site).ServeHTTP(w, r)
		return
	}
	switch r.URL.Path {
	case "/healthz", "/metrics":
		f.operations.ServeHTTP(w, r)
	default:
		w.Header().Set("Retry-After", "2")
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"status":"starting"}` + "\n")) // a caller who is gone needs no answer
	}
}

// server serves HTTP until it is stopped.
type server struct {
	http  *http.Server
	ended chan struct{}
	err   error
}

// serve answers on a listener. Its limits keep a slow or hostile client from
// holding a connection for ever.
func serve(l net.Listener, h http.Handler) *server {
	s := &server{ended: make(chan struct{}), http: &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      150 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}}
	go func() {
		s.err = s.http.Serve(l)
		close(s.ended)
	}()
	return s
}

func (s *server) why() error { return s.err }

// stop lets running requests finish for a while.
func (s *server) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	<-s.ended
	if !errors.Is(s.err, http.ErrServerClosed) {
		return s.err
	}
	return nil
}
