package main

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
)

func TestAddressesThatNobodyConfirmsAreClearedAway(t *testing.T) {
	t.Parallel()
	pool, err := pgxpool.New(t.Context(), devtest.Postgres(t, migrate))
	require.NoError(t, err)
	defer pool.Close()
	store := ledger.Open(pool, nil)
	p := &product{store: store, service: &app.Service{Store: store}}
	put := func(email string, age time.Duration) {
		_, _, err := store.Subscribe(t.Context(), ledger.Subscription{Email: email, Language: "nl", At: p.service.Now().Add(-age)})
		require.NoError(t, err)
	}
	gone := func(email string) {
		eventually(t, email+" is forgotten", func() bool {
			held, err := store.Subscriptions(t.Context(), email)
			return err == nil && len(held) == 0
		})
	}
	put("old@burger.example", ledger.ConfirmWithin+time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	tick, ended := make(chan time.Time), make(chan struct{})
	go func() { p.clearAway(ctx, tick); close(ended) }()
	gone("old@burger.example")
	put("older@burger.example", ledger.ConfirmWithin+2*time.Hour)
	tick <- time.Now()
	gone("older@burger.example")
	put("young@burger.example", ledger.ConfirmWithin-time.Hour)
	tick <- time.Now()
	tick <- time.Now() // the round before it is over
	held, err := store.Subscriptions(t.Context(), "young@burger.example")
	require.NoError(t, err)
	require.Len(t, held, 1)
	stop()
	<-ended
}
