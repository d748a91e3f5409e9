package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

// Sentence 1 (F-04): GOS is run by the Service Integrator itself, whose administrators
// do what it changes there; nobody does another's.
func TestTheServiceIntegratorChangesGOSItself(t *testing.T) {
	t.Parallel()
	admin := record.Actor{Person: "si-beheerder", Org: "si"}
	c := lived(t, options{provider: "si", content: edited(func(x *change.Content) { x.Items = []string{"gos"} })})
	var stranger, handedIn, started *casetest.Answer
	c.at("03-02 11:00", func() { stranger = c.submits(fit()) })
	c.at("03-02 11:01", func() {
		handedIn = casetest.Send(c.Case, admin, change.Submit, "", change.Submission{Seen: c.own().Hash, Fit: fit()})
	})
	c.at("03-03 09:00", func() { c.conforms() })
	c.at("03-03 10:00", func() { c.rules(change.Approve) })
	var asked []record.Task
	c.at("03-10 22:01", func() { asked = c.asks("start_change", "") })
	c.at("03-10 22:02", func() { started = casetest.Send(c.Case, admin, change.Start, "", change.Starting{}) })
	c.Run()
	require.Equal(t, "not_yours", stranger.Refusal.Code)
	require.NoError(t, handedIn.Err)
	require.Equal(t, record.Recipient{Org: "si", Role: "admin"}, asked[0].Assignee)
	require.Equal(t, change.Implementing, started.Receipt.Stage)
	require.Equal(t, []record.Recipient{{Org: "si", Role: "admin"}}, c.told("change_approved"), "once")
}
