package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// What goes wrong in a meeting: the quorum is lost, one member votes from two tabs,
// principal and delegate vote at once, a change is edited while the chair decides.
func TestWhatGoesWrongInAMeetingIsSaidAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works[:3])
	first, second, third := changes[works[0].title], changes[works[1].title], changes[works[2].title]
	chair, alfa, delegate, beta := s.as(t, "si-cab-voorzitter"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "alfa-medewerker"), s.as(t, "beta-verantwoordelijke")
	beta.post("/language", "language", "nl")
	chair.does(ref, "open-session")
	require.Contains(t, chair.get("/cases/"+ref).Text, "Geen quorum")

	// A holder and a delegate take one seat.
	require.Contains(t, chair.fills(ref, "form-attend-voorzitter").Text, `class="flash done"`)
	late := delegate.get("/cases/" + ref)
	require.Contains(t, alfa.fills(ref, "form-attend-alfa").Text, "Verantwoordelijke Alfa, sinds")
	taken := delegate.sendsOn(late, "form-attend-alfa")
	require.Equal(t, http.StatusUnprocessableEntity, taken.Status)
	require.Contains(t, taken.Text, "Verantwoordelijke Alfa neemt de zetel ICT-Dienstverlener Alfa al in")
	beta.fills(ref, "form-attend-beta")
	require.Contains(t, chair.get("/cases/"+ref).Text, "Er is quorum")

	chair.fills(ref, "form-front-"+first)
	// One member, two tabs: the second is told, and keeps what was typed.
	vote := "form-vote-" + first + "-alfa"
	tab, other := alfa.get("/cases/"+ref), alfa.get("/cases/"+ref)
	deputy := delegate.get("/cases/" + ref)
	require.Contains(t, alfa.sendsOn(tab, vote, "option", "approve").Text, "Uw antwoord is vastgelegd")
	twice := alfa.sendsOn(other, vote, "option", "reject", "reason", "Toch niet zeker.")
	require.Equal(t, http.StatusUnprocessableEntity, twice.Status)
	require.Contains(t, twice.Text, "Toch niet zeker.</textarea>")
	// So is the delegate.
	shared := delegate.sendsOn(deputy, vote, "option", "reject", "reason", "Ik dacht van niet.")
	require.Equal(t, http.StatusUnprocessableEntity, shared.Status)
	require.Contains(t, shared.Text, "Verantwoordelijke Alfa")
	_, own := s.changeIs(t, first)
	require.Equal(t, []any{change.VoteApprove, 1}, []any{own.Ballot.Votes["alfa"].Option, own.Ballot.Cast})
	// Whoever sees the vote that stands can put another in its place.
	require.Equal(t, http.StatusOK, delegate.sendsOn(shared, vote, "option", "abstain", "reason", "In overleg.").Status)
	_, own = s.changeIs(t, first)
	require.Equal(t, []any{change.VoteAbstain, "alfa-medewerker"}, []any{own.Ballot.Votes["alfa"].Option, own.Ballot.Votes["alfa"].By.Person})

	// The quorum is lost: nothing is decided, and the item stays.
	decide := "form-rule-" + first
	seen := chair.get("/cases/" + ref)
	require.Contains(t, beta.fills(ref, "form-attend-beta").Text, "Geen quorum")
	refused := chair.sendsOn(seen, decide, "option", "reject", "reason", "Te veel risico.")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Status)
	require.Contains(t, refused.Text, "Er is geen quorum")
	require.Contains(t, refused.Text, "Te veel risico.</textarea>")
	require.True(t, s.sessionOf(t, ref).Items[first].Open())
	require.Equal(t, first, s.sessionOf(t, ref).Front)
	beta.fills(ref, "form-attend-beta")

	// The change is edited under the chair's eyes: it refuses, and she sees what differs.
	content := works[0].content(s.Service.Now())
	content.Impact = "Het burgerloket is een halve dag niet beschikbaar."
	_, err := s.Service.ReviseChange(t.Context(), s.As(t, "beta-medewerker"), first, "edit", change.Revision{Seen: own.Hash, Content: content, Why: "De test duurde langer."})
	require.NoError(t, err)
	stale := chair.sendsOn(seen, decide, "option", "defer", "reason", "Eerst het andere.")
	require.Equal(t, http.StatusUnprocessableEntity, stale.Status, stale.Text)
	for _, text := range []string{"nam de beslissing niet over", "de inhoud is intussen gewijzigd", "een halve dag niet beschikbaar", "Eerst het andere.</textarea>"} {
		require.Contains(t, stale.Text, text)
	}
	require.Equal(t, session.ItemRefused, s.sessionOf(t, ref).Items[first].State)
	again := chair.sendsOn(stale, decide, "option", "defer", "reason", "Eerst het andere.")
	require.Equal(t, http.StatusOK, again.Status, again.Text)
	require.Equal(t, session.ItemDecided, s.sessionOf(t, ref).Items[first].State)

	// A second click decides nothing twice; what is not in front is not decided.
	twicePage := chair.fills(ref, "form-front-"+second)
	form := twicePage.formOn(t, "form-rule-"+second)
	for range 2 {
		require.Equal(t, http.StatusOK, chair.post(form[1], append([]string{"option", "reject", "reason", "Botst."}, form[2:]...)...).Status)
	}
	stage, _ := s.changeIs(t, second)
	require.Equal(t, change.Rejected, stage)
	chair.fills(ref, "form-front-"+third)
	closed := chair.fills(ref, "form-close", "summary", "Twee van de drie.")
	require.Contains(t, closed.Text, "Twee van de drie.")
	require.Contains(t, closed.Text, "doorgeschoven")
	require.NotContains(t, closed.Text, `id="form-close"`)
}

// The product's worker is stopped in the middle of a meeting, and the web server with
// it: what was answered stands, what was under way is done once, and the meeting goes on
// where it was. Both are stopped in the process; kill tests of whole processes are in
// cmd/termijn.
func TestAMeetingGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker(), apptest.From(onWall(t, "2026-03-04T10:00")))
	stop := s.Work(t)
	require.NoError(t, s.Service.EnsureServiceMap(t.Context()))
	require.NoError(t, s.Service.EnsureBoards(t.Context()))
	ref, changes := s.meeting(t, works[2:5])
	chair, alfa, beta := s.as(t, "si-cab-voorzitter"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "beta-verantwoordelijke")
	chair.does(ref, "open-session")
	chair.fills(ref, "form-attend-voorzitter")
	alfa.fills(ref, "form-attend-alfa")
	beta.fills(ref, "form-attend-beta")
	first := changes[works[2].title]
	page := chair.fills(ref, "form-front-"+first)
	before := s.sessionOf(t, ref)

	stop()
	form := page.formOn(t, "form-rule-"+first)
	answered := make(chan answer)
	go func() {
		answered <- chair.post(form[1], append([]string{"option", "approve_with_conditions", "conditions", "Met wacht ter plaatse."}, form[2:]...)...)
	}()
	live := chair.get("/sessions/"+ref+"/live", "HX-Request", "true", "HX-Target", "session")
	require.Equal(t, http.StatusOK, live.Status, "whoever looks still sees the meeting")
	require.Contains(t, live.Text, "Kernrouter")
	s.Work(t)
	require.Equal(t, http.StatusOK, (<-answered).Status)
	// A server that took over knows the same people and the same meeting.
	chair.base = serve(t, s.World, true)
	now := chair.get("/cases/" + ref)
	require.Contains(t, now.Text, "Er is quorum")
	after := s.sessionOf(t, ref)
	require.Equal(t, before.Present, after.Present)
	require.Equal(t, session.ItemDecided, after.Items[first].State)
	_, own := s.changeIs(t, first)
	require.Equal(t, "Met wacht ter plaatse.", own.Decision.Conditions)
	decided := 0
	for _, m := range after.Minutes {
		if m.Code == "decided" {
			decided++
		}
	}
	require.Equal(t, 1, decided, "it was done once")
	require.Contains(t, chair.fills(ref, "form-close", "summary", "Verder op de volgende.").Text, "Met wacht ter plaatse.")
}
