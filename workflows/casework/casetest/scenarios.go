package casetest

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
)

// Scenarios plays every story in testdata/scenarios, whole and continuing as new
// after every second event, which changes nothing. play plays a story that
// continues as new after so many events; 0 lets it be. also looks at the whole one.
func Scenarios[S any](t *testing.T, play func(t *testing.T, text string, continueEvery int) *Story[S], also ...func(*testing.T, *Story[S])) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text := storyIn(t, file)
			whole, cut := play(t, text, 0), play(t, text, 2)
			// What was taken over from another tool is written before the first run can end.
			if here := slices.DeleteFunc(whole.Ledger.Events(), func(e record.Event) bool { return e.Source != "" }); len(here) > 3 {
				require.Greater(t, cut.Runs, 1)
			}
			require.Equal(t, whole.Told(), cut.Told())
			for _, look := range also {
				look(t, whole)
			}
		})
	}
}
