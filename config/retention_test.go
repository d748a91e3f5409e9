package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
)

func TestRetentionKeepsApprovedStatements(t *testing.T) {
	t.Parallel()
	rules, err := config.Retention("")
	require.NoError(t, err)
	require.Len(t, rules, 1)
	require.Equal(t, "M-21", rules[0].Rule)
	require.Equal(t, 10, rules[0].Years)
	require.Equal(t, "assumed", rules[0].Flag)
}

func TestRetentionSaysWhatIsWrongWithAFile(t *testing.T) {
	t.Parallel()
	const good = "version: 1\nrules:\n  - {id: a, rule: M-21, process: regie, holds: $.a, years: 5, flag: assumed, basis: b}\n"
	for text, wrong := range map[string]string{
		good: "",
		"version: 1\nrules:\n  - {id: a, process: regie, holds: $.a, years: 0, flag: assumed}\n": "years is 0",
		"version: 1\nrules:\n  - {id: a, process: regie, holds: $.a, years: 1, flag: perhaps}\n": "flag is",
		"version: 1\nrules:\n  - {id: a, holds: $.a, years: 1, flag: assumed}\n":                 "give an id",
		"version: 1\nrules:\n  - {id: a, process: regie, hold: $.a, years: 1, flag: assumed}\n":  "hold not found",
	} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, config.RetentionFile), []byte(text), 0o600))
		_, err := config.Retention(dir)
		if wrong == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, wrong)
	}
	_, err := config.Retention(t.TempDir())
	require.NoError(t, err, "a directory without the file keeps the program's")
}
