package portal

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/workflows/regie"
)

func TestADifferenceIsToldInWords(t *testing.T) {
	t.Parallel()
	r := whole(t, regie.Approving, func(r *regieReader) {
		r.profiles = map[string]string{"analist": "Functioneel analist", "architect": "ICT-architect"}
	})
	require.Equal(t, []changedView{
		{"Persoon 2 – Persoon", "Analist A", "Analist B"},
		{"Persoon 2 – Prijs per uur", "€\u00a092,50", "€\u00a090,00"},
		{"Persoon 2 – Profiel", "Functioneel analist", "ICT-architect"},
		{"Geldig tot en met", "29 mei 2026", "30 juni 2026"},
		{"ma – Uren per dag", "7,5", "8"},
		{"Persoon 1 – Uren", "480", "–"},
	}, r.changed([]app.FieldChange{
		{Field: "lines.L2.candidate", Before: "Analist A", Now: "Analist B"},
		{Field: "lines.L2.id", Before: "", Now: "L2"},
		{Field: "lines.L2.price", Before: "92.5", Now: "90"},
		{Field: "lines.L2.profile", Before: "analist", Now: "architect"},
		{Field: "validUntil", Before: "2026-05-29", Now: "2026-06-30"},
		{Field: "days[0]", Before: "7.5", Now: "8"},
		{Field: "hours.L1", Before: "480", Now: ""},
		{Field: "decided", Before: "", Now: "2026-03-02T10:00:00Z"},
	}))
}
