package regie_test

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

// What one complete case costs the Temporal server, from its stored history. Run
// with -v for the table. The bounds are a ratchet: lower them when it costs less.
func TestTheCostOfACompleteCase(t *testing.T) {
	t.Parallel()
	h := casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz")
	count, size := map[string]int{}, map[string]int{}
	total, commands, activities := 0, 0, 0
	for _, e := range h.Events {
		name := e.EventType.String()
		n := proto.Size(e)
		count[name]++
		size[name] += n
		total += n
		switch e.EventType {
		case enums.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
			commands++
		case enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
			activities++
		}
	}
	events := casetest.EventsIn(t, h)
	turns, parts := map[string]int{}, map[string]int{}
	for _, e := range events {
		turns[e.Kind]++
		for part, v := range map[string]any{"body": e.Body, "tasks": e.Effects.Tasks, "clocks": e.Effects.Clocks,
			"mails": e.Effects.Mails, "case": e.Effects.Case, "alarms": e.Effects.Alarms} {
			b, err := json.Marshal(v)
			require.NoError(t, err)
			parts[part] += len(b)
		}
	}
	sealed := sealedSize(t, h)
	var b strings.Builder
	fmt.Fprintf(&b, "%d history events, %d bytes (%d with payload encryption); %d updates, %d recordings (local activities), %d activities\n",
		len(h.Events), total, sealed, commands, len(events), activities)
	fmt.Fprintf(&b, "\n| history event | number | bytes |\n|---|---:|---:|\n")
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", name, count[name], size[name])
	}
	table(&b, "recorded | number", turns)
	table(&b, "part of what is recorded | bytes of JSON", parts)
	t.Log("\n" + b.String())
	require.Zero(t, activities, "a turn costs a marker, not an activity task")
	require.LessOrEqual(t, len(h.Events), 291)
	require.LessOrEqual(t, total, 134_000)
	require.LessOrEqual(t, sealed, 120_000)
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

func table(b *strings.Builder, title string, n map[string]int) {
	fmt.Fprintf(b, "\n| %s |\n|---|---:|\n", title)
	for _, name := range slices.Sorted(maps.Keys(n)) {
		fmt.Fprintf(b, "| %s | %d |\n", name, n[name])
	}
}
