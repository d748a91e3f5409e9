package transition_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
)

const arrow = " → "

func splitPath(path string) []string { return strings.Split(path, arrow) }

func joinPath(ids []string) string { return strings.Join(ids, arrow) }

// amountOf is the amount that an event names.
func amountOf(t testing.TB, e record.Event) string {
	t.Helper()
	var body struct{ Amount string }
	require.NoError(t, json.Unmarshal(e.Body, &body))
	return body.Amount
}

// milestoneOf is the milestone that an event names.
func milestoneOf(t testing.TB, e record.Event) string {
	t.Helper()
	var body struct{ Milestone string }
	require.NoError(t, json.Unmarshal(e.Body, &body))
	return body.Milestone
}
