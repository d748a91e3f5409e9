package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/workflows/incident"
)

func TestPublicNewsIsReadOnceForEverybodyWhoComesAtATime(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	now := apptest.Epoch
	stands(t, w, "INC-2026-000001", incident.Name, incident.Working, "", now.Add(-time.Hour), told(now.Add(-time.Hour), true))
	w.Service.PublicFor = time.Hour
	first, err := w.Service.PublicNews(t.Context())
	require.NoError(t, err)
	require.Len(t, first.Incidents, 1)

	stands(t, w, "INC-2026-000002", incident.Name, incident.Working, "", now, told(now, true))
	again, err := w.Service.PublicNews(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, again, "what was read is kept, with the instant at which it was read")

	w.Service.PublicFor = 0
	fresh, err := w.Service.PublicNews(t.Context())
	require.NoError(t, err)
	require.Len(t, fresh.Incidents, 2)
	require.True(t, fresh.Changed().After(first.Changed()), "when it changed last follows what was read")
}

func TestPublicNewsKeepsNoFailureAndEndsByItself(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	w.Service.PublicFor = time.Millisecond
	gone, leave := context.WithCancel(t.Context())
	leave()
	_, err := w.Service.PublicNews(gone)
	require.Error(t, err)
	none, err := w.Service.PublicNews(t.Context())
	require.NoError(t, err, "who went away while it was read leaves no failure behind")
	require.True(t, none.None())
	stands(t, w, "INC-2026-000001", incident.Name, incident.Working, "", apptest.Epoch, told(apptest.Epoch, true))
	require.Eventually(t, func() bool {
		news, err := w.Service.PublicNews(t.Context())
		return err == nil && len(news.Incidents) == 1
	}, 10*time.Second, 5*time.Millisecond)
}
