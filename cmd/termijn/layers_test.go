package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layers from the top down. A package imports from layers below its own, and
// from its own only where that layer says so. The first prefix that fits counts.
var layers = []struct {
	prefix string
	rank   int
	// among: packages of this layer may import one another.
	among bool
}{
	{"cmd/", 6, false},
	{"api", 5, false},
	{"internal/portal", 5, false},
	{"internal/apptest", 5, false},
	{"internal/scenario", 5, false},
	{"internal/app", 4, false},
	{"internal/worker", 4, false},
	{"workflows/", 3, true},
	{"activities", 2, false},
	{"config", 1, false},
	{"internal/", 0, true},
}

// workflowsSee is what workflow code may use beside casework: pure packages only.
var workflowsSee = []string{"workflows/", "internal/record", "internal/sla", "internal/calendar", "internal/producttime", "internal/network", "internal/topology"}

func layer(pkg string) (rank int, among bool) {
	for _, l := range layers {
		if strings.HasPrefix(pkg, l.prefix) {
			return l.rank, l.among
		}
	}
	return -1, false
}

func TestImportsRunDownwardsOnly(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "termijn/...").Output()
	require.NoError(t, err)
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], "termijn/")
		rank, among := layer(pkg)
		require.GreaterOrEqual(t, rank, 0, "%s belongs to no layer: add it to the table, or move it", pkg)
		for _, imported := range fields[1:] {
			below, ours := strings.CutPrefix(imported, "termijn/")
			if !ours {
				continue
			}
			seen++
			r, _ := layer(below)
			require.True(t, r < rank || r == rank && among, "%s must not import %s: imports run downwards", pkg, below)
			if strings.HasPrefix(pkg, "workflows/") && !strings.HasSuffix(pkg, "test") {
				pure := false
				for _, p := range workflowsSee {
					pure = pure || strings.HasPrefix(below, p)
				}
				require.True(t, pure, "workflow code of %s must not import %s", pkg, below)
			}
		}
	}
	require.Greater(t, seen, 50, "the imports were read")
}
