package portal_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// planned is a whole content of Beta's, with a window from 19:00 to 23:00 UTC in two weeks.
func planned(now time.Time) change.Content {
	day := now.Truncate(24*time.Hour).AddDate(0, 0, 15)
	at := func(hour int) time.Time { return day.Add(time.Duration(hour) * time.Hour) }
	limit := at(21)
	return change.Content{Title: "Databank van het burgerloket vernieuwen", Reason: "De versie wordt vanaf april niet meer ondersteund.", Client: "noord",
		Items: []string{"burgerloket-databank"}, Team: "beta-hosting", From: at(19), To: at(23), Impact: "Het burgerloket is een uur niet beschikbaar.",
		Risk:     change.Risk{Likelihood: "low", Effect: "high", Text: "Eerder twee keer gedaan op de testomgeving."},
		TestPlan: "Volledige regressietest op de testomgeving, daarna een rooktest.",
		BackOut:  change.BackOut{Plan: "De oude databank blijft klaarstaan; terugzetten duurt 40 minuten.", NoReturn: &limit}, Communication: "Mail aan de klanten, een week en een dag vooraf.",
		Unavailability: change.Unavailability{Services: []string{"burgerloket"}, From: at(20), To: at(21), Text: "Het burgerloket is even niet beschikbaar."},
		Providers:      []string{"alfa"}, Steps: []string{"Zet de toepassing stil", "Vernieuw de databank", "Start en test"}}
}

// cab is a board of four seats; the Board's advises.
func cab() change.Panel {
	seat := func(id, name, side string, holder record.Recipient) change.Seat {
		return change.Seat{ID: id, Name: name, Side: side, Holder: holder}
	}
	p := change.Panel{Board: "CAB-2026-000001", Name: "CAB", Rule: change.RuleAll, Quorum: 3, Seats: map[string]change.Seat{
		"chair": seat("chair", "Voorzitter", change.SideChair, record.Recipient{Person: "si-cab-voorzitter"}),
		"alfa":  seat("alfa", "Alfa", change.SideProvider, record.Recipient{Person: "alfa-verantwoordelijke"}),
		"beta":  seat("beta", "Beta", change.SideProvider, record.Recipient{Person: "beta-verantwoordelijke"}),
		"board": seat("board", "Bestuur", change.SideBoard, record.Recipient{Org: "board", Role: "member"})}}
	alfa, board := p.Seats["alfa"], p.Seats["board"]
	alfa.Covers, alfa.Delegates, board.Advises = []string{change.AspectWindow, change.AspectCollisions}, []change.Delegate{{Person: "alfa-medewerker"}}, true
	p.Seats["alfa"], p.Seats["board"] = alfa, board
	return p
}

// keeps writes a change as it stands straight into the ledger, in one event.
func (s site) keeps(t *testing.T, ref, stage string, own change.State, tasks ...record.Task) {
	t.Helper()
	own.Provider, own.Policy = "beta", change.Policy{WindowDays: 31}
	own.Hash = change.HashOf(own.Content)
	view, err := json.Marshal(own)
	require.NoError(t, err)
	now := s.Service.Now()
	for i := range tasks {
		tasks[i].State, tasks[i].Opened = record.TaskOpen, now
	}
	_, err = s.Store.Record(t.Context(), record.Batch{View: view, Event: record.Event{Case: ref, Seq: 1, At: now, Recorded: now, Kind: "change.drafted",
		Actor: record.Actor{Person: "beta-medewerker", Org: "beta"}, Effects: record.Effects{Tasks: tasks, Case: &record.CaseChange{Process: change.Name, Stage: stage, Title: own.Content.Title,
			Parties: &record.Parties{Client: own.Content.Client, Providers: []string{"beta", "alfa"}, Requester: "beta-medewerker"}, View: view}}}})
	require.NoError(t, err)
}

// voting is a change before its board: one vote stands, one was taken back.
func (s site) voting(t *testing.T, ref, kind string) change.State {
	t.Helper()
	now := s.Service.Now()
	own := change.State{Kind: kind, Content: planned(now), Checked: &now, Submitted: &now, Fit: &change.Fit{LeadDays: 10, LeadAsked: 5}}
	own.Collisions = map[string]record.Collision{
		"1": {Other: "CHG-2026-000777", Kind: record.CollidesSameItem, Item: "burgerloket-databank", OtherItem: "burgerloket-databank", Provider: "alfa", From: own.Content.From.Add(time.Hour), To: own.Content.To, Firm: true},
		"2": {Other: "CHG-2026-000777", Kind: record.CollidesDependent, Item: "burgerloket-databank", OtherItem: "hosting", Provider: "alfa", From: own.Content.From.Add(time.Hour), To: own.Content.To, Firm: true},
		"3": {Kind: record.CollidesParent, Hidden: true, From: own.Content.From, To: own.Content.From.Add(90 * time.Minute)},
		"4": {Other: "FRZ-2026-000003", Kind: record.CollidesFreeze, Item: "burgerloket-databank", From: own.Content.To.Add(-time.Hour), To: own.Content.To, Firm: true}}
	manager := record.Actor{Person: "alfa-verantwoordelijke", Org: "alfa"}
	own.Ballot = &change.Ballot{ID: "B1", Panel: cab(), Opened: now, Content: "whole", Hashes: map[string]string{},
		Votes: map[string]change.Vote{"beta": {Number: 2, Seat: "beta", By: record.Actor{Person: "beta-verantwoordelijke", Org: "beta"}, At: now, Option: change.VoteApprove, Reason: "Goed voorbereid."}},
		Reopened: map[string]change.Reopened{"alfa": {Vote: change.Vote{Number: 1, Seat: "alfa", By: manager, At: now, Option: change.VoteApprove}, At: now,
			Aspects: []string{change.AspectCollisions}, Why: change.WhyCollision}}}
	return own
}

// voteTask asks a seat for its vote.
func voteTask(ref, n, seat string, to record.Recipient) record.Task {
	return record.Task{ID: ref + "/" + n, Kind: "vote_change", Subject: seat, Assignee: to, Options: []string{change.VoteApprove, change.VoteReject, change.VoteAbstain}, Content: "covered-" + seat}
}

func TestAChangeShowsItsVotesCollisionsAndContent(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	const ref = "CHG-2026-000901"
	s.keeps(t, ref, change.Approving, s.voting(t, ref, change.Normal), voteTask(ref, "1", "alfa", record.Recipient{Person: "alfa-verantwoordelijke"}))
	page := s.as(t, "si-cab-voorzitter").get("/cases/" + ref)
	require.Equal(t, http.StatusOK, page.Status)
	for _, text := range []string{"Ter goedkeuring", "gewone wijziging", "Databank van het burgerloket vernieuwen", "Botsing 1", "Bevroren periode", "Hetzelfde onderdeel, een afhankelijk onderdeel",
		"vertrouwelijk: u ziet alleen dat er een botsing is en wanneer", "Goed voorbereid.", "stemt opnieuw", "de botsingen veranderden: de botsingen", "gaat over het venster en de botsingen",
		"1 goedgekeurd, 0 afgekeurd, 0 onthouden, 2 nog te stemmen", "kans laag, gevolg hoog", "De oude databank blijft klaarstaan", "10 werkdagen vooraf (gevraagd: 5 werkdagen)", "geeft advies"} {
		require.Contains(t, page.Text, text)
	}
	require.Contains(t, page.Text, `href="/cases/CHG-2026-000777"`, "the Service Integrator reads what it collides with")

	// A provider reads the collision, and not the case of another.
	alfa := s.as(t, "alfa-verantwoordelijke").get("/cases/" + ref)
	require.Contains(t, alfa.Text, "Stem nu")
	beta := s.as(t, "beta-medewerker").get("/cases/" + ref)
	require.NotContains(t, beta.Text, `href="/cases/CHG-2026-000777"`)
	require.Contains(t, beta.Text, "CHG-2026-000777")
	require.NotContains(t, beta.Text, "Stem nu")

	task := s.as(t, "alfa-verantwoordelijke").get("/tasks/" + ref + "/1").Text
	for _, text := range []string{"Stem over de wijziging", "Wat veranderde sinds uw vorige stem", "Uw stem gaat over", "Onthouden", "Botsing"} {
		require.Contains(t, task, text)
	}
	for _, person := range []string{"zuid-projectleider"} {
		require.Equal(t, http.StatusNotFound, s.as(t, person).get("/cases/"+ref).Status, person)
	}
}
