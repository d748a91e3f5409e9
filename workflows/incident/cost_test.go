package incident_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"
	"google.golang.org/protobuf/proto"

	"termijn/internal/codec"
	"termijn/workflows/casework/casetest"
)

// What one complete critical incident costs the Temporal server, from its stored
// history. Run with -v for the table. The bounds are a ratchet: lower them when it
// costs less.
func TestTheCostOfACompleteIncident(t *testing.T) {
	t.Parallel()
	h := casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz")
	count, size := map[string]int{}, map[string]int{}
	total := 0
	for _, e := range h.Events {
		name, n := e.EventType.String(), proto.Size(e)
		count[name]++
		size[name] += n
		total += n
	}
	events := casetest.EventsIn(t, h)
	parts := map[string]int{}
	for _, e := range events {
		for part, v := range map[string]any{"body": e.Body, "tasks": e.Effects.Tasks, "clocks": e.Effects.Clocks, "mails": e.Effects.Mails,
			"case": e.Effects.Case, "errands": e.Effects.Errands} {
			b, err := json.Marshal(v)
			require.NoError(t, err)
			parts[part] += len(b)
		}
	}
	sealed := sealedSize(t, h)
	var b strings.Builder
	fmt.Fprintf(&b, "%d history events, %d bytes (%d with payload encryption); %d recordings (local activities)\n\n| history event | number | bytes |\n|---|---:|---:|\n",
		len(h.Events), total, sealed, len(events))
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", name, count[name], size[name])
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintf(&b, "%s: %d bytes of JSON\n", part, parts[part])
	}
	t.Log("\n" + b.String())
	require.Equal(t, 3, count[enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED.String()], "an activity for each case that it opens, and no other")
	require.LessOrEqual(t, len(h.Events), 127)
	require.LessOrEqual(t, total, 64_000)
	require.LessOrEqual(t, sealed, 50_000)
}

// sealedSize is the history's size as production keeps it: packed and encrypted.
func sealedSize(t *testing.T, h *history.History) int {
	ring, err := codec.ParseKeyRing("test:" + base64.StdEncoding.EncodeToString(make([]byte, 32)))
	require.NoError(t, err)
	seal := codec.Codec(ring)
	h = proto.Clone(h).(*history.History)
	require.NoError(t, proxy.VisitPayloads(t.Context(), h, proxy.VisitPayloadsOptions{
		Visitor: func(_ *proxy.VisitPayloadsContext, p []*common.Payload) ([]*common.Payload, error) {
			return seal.Encode(p)
		}}))
	n := 0
	for _, e := range h.Events {
		n += proto.Size(e)
	}
	return n
}
