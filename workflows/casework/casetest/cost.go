package casetest

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
)

// Cost is what a case cost the Temporal server.
type Cost struct {
	// Events of the history, and their size in bytes; Sealed is the size as
	// production keeps it, packed and encrypted.
	Events, Bytes, Sealed int
	// Commands that were done, turns that were recorded (as local activities), and
	// activities that were scheduled.
	Commands, Recordings, Activities int

	count, size  map[string]int // by type of history event
	turns, parts map[string]int // by kind of event; by part of it, in bytes of JSON
}

// CostOf reads the cost from a history. Run with -v for the tables.
func CostOf(t testing.TB, h *history.History) Cost {
	t.Helper()
	c := Cost{Events: len(h.Events), Sealed: sealedSize(t, h), count: map[string]int{}, size: map[string]int{},
		turns: map[string]int{}, parts: map[string]int{}}
	for _, e := range h.Events {
		name, n := e.EventType.String(), proto.Size(e)
		c.count[name]++
		c.size[name] += n
		c.Bytes += n
	}
	c.Commands = c.count[enums.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED.String()]
	c.Activities = c.count[enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED.String()]
	for _, e := range EventsIn(t, h) {
		c.Recordings++
		c.turns[e.Kind]++
		for part, v := range map[string]any{"body": e.Body, "tasks": e.Effects.Tasks, "clocks": e.Effects.Clocks, "mails": e.Effects.Mails,
			"case": e.Effects.Case, "alarms": e.Effects.Alarms, "errands": e.Effects.Errands} {
			b, err := json.Marshal(v)
			require.NoError(t, err)
			c.parts[part] += len(b)
		}
	}
	t.Log("\n" + c.String())
	return c
}

// String is the cost in tables.
func (c Cost) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d history events, %d bytes (%d with payload encryption); %d updates, %d recordings (local activities), %d activities\n",
		c.Events, c.Bytes, c.Sealed, c.Commands, c.Recordings, c.Activities)
	fmt.Fprintf(&b, "\n| history event | number | bytes |\n|---|---:|---:|\n")
	for _, name := range slices.Sorted(maps.Keys(c.count)) {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", name, c.count[name], c.size[name])
	}
	table(&b, "recorded | number", c.turns)
	table(&b, "part of what is recorded | bytes of JSON", c.parts)
	return b.String()
}

// sealedSize is the history's size as production keeps it: packed and encrypted.
func sealedSize(t testing.TB, h *history.History) int {
	t.Helper()
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
