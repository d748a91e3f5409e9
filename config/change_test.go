package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThePolicyOfChanges(t *testing.T) {
	t.Parallel()
	p, err := Load("")
	require.NoError(t, err)
	require.Equal(t, Change{Version: 1, Flag: "assumed", LeadWorkingDays: 5, WindowDays: 31}, p.Change)
	whole := "version: 1\nflag: assumed\nleadWorkingDays: 5\nwindowDays: 31\n"
	for wrong, says := range map[string]string{
		strings.Replace(whole, "windowDays: 31", "windowDays: 32", 1):          "from 1 to 31",
		strings.Replace(whole, "windowDays: 31", "windowDays: 0", 1):           "from 1 to 31",
		strings.Replace(whole, "leadWorkingDays: 5", "leadWorkingDays: -1", 1): "working days",
		strings.Replace(whole, "assumed", "perhaps", 1):                        "contractual or assumed",
		whole + "rhythm: weekly\n":                                             "rhythm",
	} {
		_, err := parseChange(ChangeFile, []byte(wrong))
		require.ErrorContains(t, err, says)
	}
}
