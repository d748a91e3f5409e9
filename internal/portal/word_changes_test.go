package portal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestChangesAreToldWordByWord(t *testing.T) {
	t.Parallel()
	require.Equal(t, []wordRun{{"same", "Het loket "}, {"gone", "werkt "}, {"new", "hapert "}, {"same", "nu."}}, wordChanges("Het loket werkt nu.", "Het loket hapert nu."))
	require.Equal(t, []wordRun{{"new", "nieuw"}}, wordChanges("", "nieuw"))
	require.Equal(t, []wordRun{{"gone", "oud"}}, wordChanges("oud", ""))
	require.Empty(t, wordChanges("", ""))
}

// Whatever the texts are: leaving out what is new gives the one, leaving out what
// is gone the other.
func TestChangesKeepBothTextsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([abc]{1,2}[ \n]?){0,30}`)
		before, now := text.Draw(t, "before"), text.Draw(t, "now")
		var a, b strings.Builder
		for _, r := range wordChanges(before, now) {
			if r.Kind != "new" {
				a.WriteString(r.Text)
			}
			if r.Kind != "gone" {
				b.WriteString(r.Text)
			}
		}
		require.Equal(t, before, a.String())
		require.Equal(t, now, b.String())
	})
}
