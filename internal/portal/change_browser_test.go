package portal_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// calls writes an emergency for an incident and calls the E-CAB (B-34).
func (w window) calls(incident string) string {
	w.t.Helper()
	w.open("/changes/new?kind=emergency&incident=" + incident)
	w.fill(`[name="title"]`, "Databank herstellen uit de reservekopie")
	w.click(`button[name="submit"]`)
	w.sees(".problems")
	named := w.text(".problems")
	for _, what := range []string{"Diensten en onderdelen", "Impactanalyse", "Terugdraaiplan"} {
		require.Contains(w.t, named, what, "all that is missing is named at once, and the title stays")
	}
	w.fill(`[name="reason"]`, "De databank is beschadigd; het loket ligt plat.")
	w.fill(`[name="client"]`, "Agentschap Noord")
	w.fill(`#item-filter`, "databank")
	w.click(`[name="items"][value="burgerloket-databank"]`)
	w.fill(`[name="impact"]`, "Het loket is al onbereikbaar.")
	w.click(`[name="risk.likelihood"][value="low"]`)
	w.click(`[name="risk.effect"][value="high"]`)
	w.fill(`[name="backOut.plan"]`, "De beschadigde databank terugzetten.")
	w.click(`[name="backOut.always"]`)
	w.click(`[name="unavailability.none"]`)
	w.click(`button[name="submit"]`)
	w.sees(".ecab")
	return strings.Split(ask[string](w, `location.pathname`), "/")[2]
}

// votes gives the vote of the reader's seat on the page of an emergency.
func (w window) votes(option, reason string) {
	w.t.Helper()
	w.click(`form[id^="vote-"] input[value="` + option + `"]`)
	if reason != "" {
		w.fill(`form[id^="vote-"] [name="reason"]`, reason)
	}
	w.click(`form[id^="vote-"] button`)
	w.sees(".flash.done")
}

// An emergency is decided by three people at three browsers: each sees what the others
// do without loading the page again, and keeps what they are typing (B-34).
func TestAnEmergencyIsDecidedByThreePeopleAtThreeBrowsers(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap(), apptest.WithBoards())
	incident := s.reported(t, "one", "Burgerloket geeft een foutmelding", "burgerloket", "high", "high")
	provider := browse(t, s.URL, desktop)
	provider.signIn("beta-verantwoordelijke")
	provider.inDutch()
	ref := provider.calls(incident)
	chair, board := browse(t, s.URL, desktop), browse(t, s.URL, look{width: 360, height: 780})
	chair.signIn("si-cab-voorzitter")
	chair.open("/changes/" + ref + "/ecab")
	require.Contains(t, chair.text(".case-head"), incident)
	chair.fill(`#rule [name="reason"]`, "De dienst ligt plat; de kopie is getest.")
	board.signIn("bestuurslid")
	board.open("/changes/" + ref + "/ecab")
	board.shot("change-ecab-board")
	stays := `window.stays = true`
	ask[bool](chair, stays)
	ask[bool](board, stays)

	provider.votes("approve", "De kopie is van vannacht.")
	for _, w := range []window{chair, board} {
		w.until(`document.querySelector("#live").textContent.includes("De kopie is van vannacht.")`)
		require.Contains(t, w.text("#live"), "Nog geen quorum")
	}
	// The chair cannot decide without a quorum; what she typed stays.
	chair.click(`#rule input[value="approve"]`)
	require.True(t, ask[bool](chair, `window.stays`), "the page was not loaded again")
	chair.click(`#rule button`)
	chair.sees(".problems")
	require.Contains(t, chair.text(".problems"), "quorum")
	require.Equal(t, "De dienst ligt plat; de kopie is getest.", ask[string](chair, `document.querySelector('[name="reason"]').value`))
	chair.open("/changes/" + ref + "/ecab")
	ask[bool](chair, stays)
	chair.votes("approve", "")
	board.until(`document.querySelector("#live").textContent.includes("2 goedgekeurd")`)
	require.True(t, ask[bool](board, `window.stays`))
	board.votes("approve", "")
	chair.until(`document.querySelector("#live").textContent.includes("Het quorum is bereikt")`)
	chair.shot("change-ecab-chair")
	chair.click(`#rule input[value="approve"]`)
	chair.fill(`#rule [name="reason"]`, "De dienst ligt plat.")
	chair.click(`#rule button`)
	chair.sees(".flash.done")
	for _, w := range []window{provider, board} {
		w.until(`document.querySelector("#live #decision") !== null`)
		require.Contains(t, w.text("#live"), "De dienst ligt plat.")
	}
	require.Equal(t, change.Scheduled, s.changeOf(t, ref).stage)
	board.shot("change-ecab-decided")
}

// changeNow is a change as its Service Integrator reads it.
type changeNow struct {
	stage string
	own   change.State
}

func (s site) changeOf(t *testing.T, ref string) changeNow {
	t.Helper()
	row, err := s.Service.Case(t.Context(), s.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	return changeNow{row.Stage, own}
}

// laid opens a change of Beta, hands it in and lays it before its board.
func (s site) laid(t *testing.T, key string, c change.Content) string {
	t.Helper()
	ctx, agent, chair := t.Context(), s.As(t, "beta-medewerker"), s.As(t, "si-cab-voorzitter")
	r, err := s.Service.OpenChange(ctx, agent, key, change.Request{Kind: change.Normal, Content: c})
	require.NoError(t, err)
	_, err = s.Service.SubmitChange(ctx, agent, r.Ref, key+"-submit", change.Submission{Seen: s.changeOf(t, r.Ref).own.Hash})
	require.NoError(t, err)
	_, err = s.Service.AssessChange(ctx, chair, r.Ref, key+"-assess", change.Assessment{Seen: s.changeOf(t, r.Ref).own.Hash, Conform: true})
	require.NoError(t, err)
	return r.Ref
}

// votesFor decides the vote of a seat.
func (s site) votesFor(t *testing.T, person, ref, option string) {
	t.Helper()
	id := s.taskOf(t, person, ref, "vote_change")
	task, err := s.Service.Task(t.Context(), s.As(t, person), id)
	require.NoError(t, err)
	_, err = s.Service.Decide(t.Context(), s.As(t, person), id, "vote/"+id, app.Decision{Option: option, Content: task.Content})
	require.NoError(t, err)
}

// A change that is approved and then edited loses exactly the votes on what was edited,
// and says which and why, to its provider and to those who vote again (B-16).
func TestAnApprovedChangeThatIsEditedLosesExactlyTheVotesThatItShould(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap(), apptest.WithBoards())
	ref := s.laid(t, "one", planned(s.Service.Now()))
	voters := []string{"si-cab-voorzitter", "si-servicedesk", "alfa-verantwoordelijke", "beta-verantwoordelijke", "bestuurslid"}
	for _, person := range voters {
		s.votesFor(t, person, ref, change.VoteApprove)
	}
	s.approvedInAMeeting(t, ref)
	require.Equal(t, change.Scheduled, s.changeOf(t, ref).stage)
	s.announces(t, ref, "Het burgerloket is even niet beschikbaar.")

	// The risk: the seat of the desk does not look at it.
	w := browse(t, s.URL, desktop)
	w.signIn("beta-medewerker")
	w.inDutch()
	w.open("/cases/" + ref + "/revise")
	w.fill(`[name="risk.text"]`, " De sluiting van het jaar valt in dezelfde week.")
	w.fill(`[name="why"]`, "De klant wees op de jaarsluiting.")
	w.click(`.draft-body .actions button`)
	w.sees(".flash.done")
	w.shot("change-edited")
	now := s.changeOf(t, ref)
	require.Equal(t, change.Approving, now.stage, "the approval does not stand any more")
	require.ElementsMatch(t, []string{"servicedesk"}, slices.Collect(maps.Keys(now.own.Ballot.Votes)), "what it covers did not change")
	require.ElementsMatch(t, []string{"voorzitter", "alfa", "beta", "bestuur"}, slices.Collect(maps.Keys(now.own.Ballot.Reopened)))
	page := w.text("main")
	for _, says := range []string{"4 stemmen", "De klant wees op de jaarsluiting.", "stemt opnieuw"} {
		require.Contains(t, page, says)
	}

	// Who votes again sees what changed since; the provider of another seat reads it too.
	voter := browse(t, s.URL, desktop)
	voter.signIn("alfa-verantwoordelijke")
	voter.open("/tasks/" + s.taskOf(t, "alfa-verantwoordelijke", ref, "vote_change"))
	voter.sees("#since")
	require.Contains(t, voter.text("#since"), "De sluiting van het jaar valt in dezelfde week.")
	voter.shot("change-vote-again")
	voter.click(`input[name="option"][value="approve"]`)
	voter.click(`form.next button`)
	voter.sees(".flash.done")
	require.ElementsMatch(t, []string{"servicedesk", "alfa"}, slices.Collect(maps.Keys(s.changeOf(t, ref).own.Ballot.Votes)))
}

// inDutch makes the window speak Dutch.
func (w window) inDutch() {
	w.t.Helper()
	if ask[string](w, `document.documentElement.lang`) != "nl" {
		w.click(`button[name="language"]`)
		w.sees(`html[lang="nl"]`)
	}
}

func TestThePagesOfChangesAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	const normal, emergency, draft = "CHG-2026-000901", "CHG-2026-000902", "CHG-2026-000903"
	s.keeps(t, normal, change.Approving, s.voting(t, normal, change.Normal), voteTask(normal, "1", "alfa", record.Recipient{Person: "alfa-verantwoordelijke"}))
	urgent := s.voting(t, emergency, change.Emergency)
	urgent.Content.Threat = "Er is een lek."
	s.keeps(t, emergency, change.Approving, urgent, voteTask(emergency, "1", "chair", record.Recipient{Person: "si-cab-voorzitter"}))
	s.keeps(t, draft, change.Drafting, change.State{Kind: change.Normal, Content: change.Content{Title: "Switches vervangen"}})
	done := s.voting(t, "CHG-2026-000904", change.Normal)
	now := s.Service.Now()
	done.Started, done.Ended, done.Result = &now, &now, &change.Completion{Result: change.Partial, Text: "De helft."}
	done.Decision = &change.Decided{Ruling: change.Ruling{Option: change.Conditions, Conditions: "Alleen na een reservekopie.", By: record.Actor{Person: "si-cab-voorzitter", Org: "si"}}, At: now}
	s.keeps(t, "CHG-2026-000904", change.Reviewing, done)
	at := func(ref, command string) string { return "/cases/" + ref + "/" + command }
	for person, pages := range map[string]map[string]string{
		"beta-medewerker": {"chg-list": "/changes", "chg-kinds": "/changes/new", "chg-new": "/changes/new?kind=emergency", "chg-step": at(draft, "save?step=scope"),
			"chg-window": at(draft, "save?step=window"), "chg-submit": at(draft, "submit"), "chg-revise": at(normal, "revise"), "std-new": "/standard-changes/new"},
		"si-cab-voorzitter": {"chg-case": "/cases/" + normal, "chg-ecab": "/changes/" + emergency + "/ecab", "chg-done": "/cases/CHG-2026-000904", "chg-review": at("CHG-2026-000904", "review"),
			"chg-caused": "/changes/caused"},
		"alfa-verantwoordelijke": {"chg-vote": "/tasks/" + normal + "/1"},
	} {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			s.inspects(t, person, pages)
		})
	}
}
