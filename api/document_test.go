package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A change of the API is announced by changing this file, on purpose: run the
// test with -update and read the difference.
func TestTheDocumentIsAsAnnounced(t *testing.T) {
	t.Parallel()
	_, doc := build(Options{Version: "golden"})
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, text, "", "  "))
	pretty.WriteByte('\n')
	if *update {
		require.NoError(t, os.WriteFile("openapi.golden.json", pretty.Bytes(), 0o644))
	}
	golden, err := os.ReadFile("openapi.golden.json")
	require.NoError(t, err)
	require.Equal(t, string(golden), pretty.String(), "the API changed; if that is meant, run go test ./api -run Document -update and commit the difference")
}
