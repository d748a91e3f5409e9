package portal

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/i18n"
	"termijn/workflows/change"
)

// wholeChange is a content of which every field is filled in.
func wholeChange() change.Content {
	at := func(hour int) time.Time { return time.Date(2026, 3, 17, hour, 0, 0, 0, time.UTC) }
	back := at(21)
	return change.Content{Title: "Databank vernieuwen", Reason: "De versie wordt niet meer ondersteund.", Client: "noord", Items: []string{"burgerloket", "hosting"},
		Team: "beta-hosting", From: at(19), To: at(23), Impact: "Het loket is een uur weg.", Risk: change.Risk{Likelihood: "low", Effect: "high", Text: "Bekend werk."},
		TestPlan: "Op de testomgeving.", BackOut: change.BackOut{Plan: "De oude databank staat klaar.", NoReturn: &back}, Communication: "Mail vooraf.",
		Unavailability: change.Unavailability{Services: []string{"burgerloket"}, From: at(20), To: at(21), Text: "Het loket is even weg."},
		Providers:      []string{"alfa"}, Steps: []string{"Stop de toepassing", "Vernieuw", "Start"}, Late: "Het lek is gisteren gemeld.", Incident: "INC-2026-000001",
		Threat: "CVE", Migration: &change.Migration{Client: "noord", Roadmap: change.RoadmapMissing}}
}

// Every field of the content that a person writes has its place in the form: what it
// is filled with it reads again.
func TestAContentThatFillsAFormIsReadAgain(t *testing.T) {
	t.Parallel()
	whole := wholeChange()
	f := formOfPlanned(whole)
	read := readPlanned(&entries{Form: &f, say: i18n.For(i18n.Dutch)}, change.Content{}, changeSteps...)
	require.Empty(t, f.Errors)
	require.Equal(t, asJSON(t, whole), asJSON(t, read))

	none := formOfPlanned(change.Content{})
	require.Equal(t, asJSON(t, change.Content{}), asJSON(t, readPlanned(&entries{Form: &none, say: i18n.For(i18n.Dutch)}, change.Content{}, changeSteps...)))

	// The form of one step leaves the others alone.
	part := Form{Values: url.Values{"impact": {"Geen."}}}
	read = readPlanned(&entries{Form: &part, say: i18n.For(i18n.Dutch)}, whole, stepImpact)
	require.Equal(t, "Geen.", read.Impact)
	require.Equal(t, change.Risk{}, read.Risk, "what was emptied is empty")
	require.Equal(t, whole.Steps, read.Steps)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func TestTwoPeoplesEditsAreMerged(t *testing.T) {
	t.Parallel()
	before := formOfPlanned(wholeChange()).Values
	edited := func(pairs ...string) url.Values {
		v := formOfPlanned(wholeChange()).Values
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	// Another step: theirs stands, and I am told.
	m := mergeEdits(before, edited("communication", "Ook de pers."), edited("impact", "Veel."), stepImpact)
	require.Equal(t, []string{"communication"}, m.Theirs)
	require.Empty(t, m.Both)
	require.Equal(t, "Veel.", m.Values.Get("impact"))
	// Another field of the same step: both stand.
	m = mergeEdits(before, edited("risk.text", "Toch spannend."), edited("impact", "Veel."), stepImpact)
	require.Equal(t, []string{"risk.text"}, m.Theirs)
	require.Equal(t, "Toch spannend.", m.Values.Get("risk.text"))
	require.Equal(t, "Veel.", m.Values.Get("impact"))
	// The same field: mine stays in the form, and I must choose.
	m = mergeEdits(before, edited("impact", "Niets."), edited("impact", "Veel."), stepImpact)
	require.Equal(t, []string{"impact"}, m.Both)
	require.Equal(t, "Veel.", m.Values.Get("impact"))
	// The same words: nothing to choose.
	m = mergeEdits(before, edited("impact", "Veel."), edited("impact", "Veel.\r\n"), stepImpact)
	require.Empty(t, m.Both)
	// A time that the wall shows twice is another one by the other clock.
	m = mergeEdits(before, edited("from", "2026-10-25T02:30", "from.clock", "winter"), edited("from", "2026-10-25T02:30", "from.clock", "summer"), stepWindow)
	require.Equal(t, []string{"from"}, m.Both)
}

// However two people tick: what either added is there, what either took off is gone.
func TestTicksOfTwoPeopleAreMerged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), rapid.ID[string])
		before, now, mine := items.Draw(t, "before"), items.Draw(t, "now"), items.Draw(t, "mine")
		merged := mergeTicks(before, now, mine)
		for _, item := range []string{"a", "b", "c", "d", "e"} {
			in := func(list []string) bool { return slices.Contains(list, item) }
			want := in(before) && in(now) && in(mine) || !in(before) && (in(now) || in(mine))
			require.Equal(t, want, in(merged), "%s: %v, %v and %v became %v", item, before, now, mine, merged)
		}
	})
}
