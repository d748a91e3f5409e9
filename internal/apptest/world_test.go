package apptest_test

import (
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/workflows/regie"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

func TestAWorldRunsACase(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	client := w.As(t, "noord-projectleider")

	r, err := w.Service.OpenRegie(t.Context(), client, "first", regie.Request{
		Title: "Functioneel analist", Nature: "analyse", Goal: "migratie", Provider: "alfa", Representative: client.Person,
		Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3,
		Profiles: []regie.Wish{{Profile: "analist", FTE: decimal.NewFromInt(1)}},
	})
	require.NoError(t, err)
	require.Equal(t, "REG-2026-000001", r.Ref)

	// Who posts and then reads, reads it; a foreign provider does not.
	whole, err := w.Service.Whole(t.Context(), w.As(t, "alfa-medewerker"), r.Ref)
	require.NoError(t, err)
	require.Equal(t, regie.Submitted, whole.Stage)
	require.Len(t, whole.Tasks, 2)
	_, err = w.Service.Case(t.Context(), w.As(t, "beta-medewerker"), r.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
}
