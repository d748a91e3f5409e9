package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/freeze"
)

// secretly is a normal change of Alfa to an item that other providers do not learn of.
func secretly(w *apptest.World) change.Content {
	from := w.Service.Now().AddDate(0, 0, 14).Truncate(time.Hour)
	return change.Content{Title: "Firewall bijwerken", Reason: "Lek", Items: []string{"wifi", "grensfirewall"}, From: from, To: from.Add(4 * time.Hour), Impact: "Geen",
		Risk: change.Risk{Likelihood: "low", Effect: "low"}, TestPlan: "Op test", BackOut: change.BackOut{Plan: "Terug", Always: true},
		Communication: "Servicedesk", Unavailability: change.Unavailability{None: true}, Steps: []string{"Plaatsen"}}
}

// boards brings a change of a person before its board.
func boards(t *testing.T, w *apptest.World, p identity.Principal, key string, c change.Content) string {
	t.Helper()
	made, err := w.Service.OpenChange(t.Context(), p, "open-"+key, change.Request{Kind: change.Normal, Content: c, Submit: true})
	require.NoError(t, err)
	_, err = w.Service.AssessChange(t.Context(), w.As(t, "si-cab-voorzitter"), made.Ref, "assess-"+key, change.Assessment{Seen: changeOf(t, w, made.Ref).Hash, Conform: true})
	require.NoError(t, err)
	return made.Ref
}

// Who holds a seat by name belongs to an organisation, which so reads what it votes on:
// all but another provider's confidential items, also in what changed and as it stood.
func TestWhoReadsWhatOfAChange(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap(), apptest.WithBoards(), apptest.From(onTheWall("2026-03-04 10:00")))
	boardNamed(t, w, "CAB van het ecosysteem")
	s, ctx, alfa, beta, desk := w.Service, t.Context(), w.As(t, "alfa-medewerker"), w.As(t, "beta-verantwoordelijke"), w.As(t, "si-servicedesk")
	ref := boards(t, w, alfa, "a", secretly(w))
	own := changeOf(t, w, ref)
	require.Equal(t, "beta", own.Ballot.Panel.Seats["beta"].Org)
	seen := own.Ballot.Covered("beta")
	next := own.Content
	next.Items, next.TestPlan = append(slices.Clone(next.Items), "vpn"), "Twee keer op test"
	_, err := s.ReviseChange(ctx, alfa, ref, "edit", change.Revision{Seen: own.Hash, Content: next, Why: "Beter"})
	require.NoError(t, err)
	for who, items := range map[string][]string{"alfa-medewerker": {"wifi", "grensfirewall", "vpn"}, "beta-verantwoordelijke": {"wifi", "vpn", app.ConfidentialItem},
		"si-servicedesk": {"wifi", "grensfirewall", "vpn"}, "bestuurslid": {"wifi", "grensfirewall", "vpn"}} {
		p := w.As(t, who)
		row, err := s.Case(ctx, p, ref)
		require.NoError(t, err, who)
		shown, err := app.ChangeOf(row)
		require.NoError(t, err)
		require.Equal(t, items, shown.Content.Items, who)
		was, ok, err := s.ChangeWith(ctx, p, ref, own.Hash)
		require.NoError(t, err)
		require.True(t, ok)
		require.NotContains(t, was.Content.Items, "vpn", who)
		require.Equal(t, who == "beta-verantwoordelijke", !slices.Contains(was.Content.Items, "grensfirewall"), who)
	}
	_, err = s.Case(ctx, w.As(t, "noord-aanvrager"), ref)
	require.ErrorIs(t, err, app.ErrNotFound, "a Client that it is not for")
	differs, err := s.Difference(ctx, beta, ref, seen)
	require.NoError(t, err)
	byField := map[string]app.FieldChange{}
	for _, d := range differs {
		byField[d.Field] = d
		require.NotContains(t, d.Before+d.Now, "grensfirewall", d.Field)
	}
	require.Equal(t, app.FieldChange{Field: "content.testPlan", Before: "Op test", Now: "Twee keer op test"}, byField["content.testPlan"])
	none, err := s.Difference(ctx, desk, ref, "never stood there")
	require.NoError(t, err)
	require.Empty(t, none)
}

// The Service Integrator changes GOS itself, before the board of GOS (F-04). A freeze
// holds for that change; for an emergency that it makes an exception of it does not,
// because plans say of what sort they are.
func TestAGOSChangeOfTheServiceIntegratorAndAnEmergencyInAFreeze(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap(), apptest.WithBoards(), apptest.From(onTheWall("2026-03-04 10:00")))
	gos, _ := boardNamed(t, w, "GOS CAB")
	s, ctx, admin, chair := w.Service, t.Context(), w.As(t, "si-beheerder"), w.As(t, "si-cab-voorzitter")
	content := secretly(w)
	content.Items = []string{"gos-registratie"}
	frz, err := s.OpenFreeze(ctx, chair, "frz", freeze.Announcement{Kind: freeze.Freeze, Title: "Piek", Reason: "Rust", From: s.Now().Add(time.Hour),
		To: content.To.AddDate(0, 0, 1), Emergencies: true})
	require.NoError(t, err)
	ref := boards(t, w, admin, "gos", content)
	eventually(t, func() bool {
		for _, c := range changeOf(t, w, ref).Collisions {
			if c.Other == frz.Ref && c.Kind == record.CollidesFreeze {
				return true
			}
		}
		return false
	}, "the freeze holds for it")
	own := changeOf(t, w, ref)
	require.Equal(t, []string{"si", gos}, []string{own.Provider, own.Ballot.Panel.Board})
	_, err = s.ReviseChange(ctx, w.As(t, "alfa-medewerker"), ref, "x", change.Revision{Seen: own.Hash, Content: content, Why: "x"})
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, "not_yours", refusal.Code, "who holds a seat reads it, and does nothing of it")

	urgent := secretly(w)
	urgent.Threat, urgent.From = "Lek in de firewall", s.Now()
	emergency, err := s.OpenChange(ctx, w.As(t, "alfa-medewerker"), "urgent", change.Request{Kind: change.Emergency, Content: urgent, Submit: true})
	require.NoError(t, err)
	eventually(t, func() bool { return changeOf(t, w, emergency.Ref).Checked != nil }, "it is held against all others")
	for _, c := range changeOf(t, w, emergency.Ref).Collisions {
		require.NotEqual(t, frz.Ref, c.Other, "an emergency may be carried out in it")
	}
	// The seat of its provider is that of the Service Integrator's administrators.
	panel, err := s.PanelFor(ctx, "si", content, true)
	require.NoError(t, err)
	require.Equal(t, record.Recipient{Org: "si", Role: identity.RoleAdmin}, panel.Seats["dienstverlener"].Holder)
}
