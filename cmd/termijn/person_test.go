package main

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
)

func TestASubscriberIsForgottenByAddress(t *testing.T) {
	t.Parallel()
	url := devtest.Postgres(t, migrate)
	pool, err := pgxpool.New(t.Context(), url)
	require.NoError(t, err)
	defer pool.Close()
	store := ledger.Open(pool, nil)
	const address = "lezer@burger.example"
	_, _, err = store.Subscribe(t.Context(), ledger.Subscription{Email: address, Language: "nl", Confirmed: true, At: time.Now()})
	require.NoError(t, err)

	forget := PersonAnonymiseCmd{Connection: Connection{Database: url}, Address: address, By: "privacy officer", Reason: "request 2026-5", DryRun: true}
	require.NoError(t, forget.Run(t.Context()))
	held, err := store.Subscriptions(t.Context(), address)
	require.NoError(t, err)
	require.Len(t, held, 1, "a dry run changes nothing")
	forget.DryRun = false
	require.NoError(t, forget.Run(t.Context()))
	held, err = store.Subscriptions(t.Context(), address)
	require.NoError(t, err)
	require.Empty(t, held)
	require.ErrorContains(t, forget.Run(t.Context()), "gone already")
	forget.Name = "Kandidaat A"
	require.ErrorContains(t, forget.Run(t.Context()), "give one of")

	export := PersonExportCmd{Connection: Connection{Database: url}, Address: address}
	require.NoError(t, export.Run(t.Context()))
	export.ID = "noord-aanvrager"
	require.ErrorContains(t, export.Run(t.Context()), "or --address")
}
