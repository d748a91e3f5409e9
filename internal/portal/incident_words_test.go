package portal

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// IDs that the pages of incidents put together at run time.
func TestTheWordsOfIncidentsExist(t *testing.T) {
	t.Parallel()
	for prefix, ends := range map[string][]string{
		"incident.queue.title.": {"client", "provider", "si", "board"},
		"incident.queue.lead.":  {"client", "provider", "si", "board"},
		"incident.priority.":    incidentPriorities,
		"incident.impact.":      incident.Degrees,
		"incident.urgency.":     incident.Degrees,
		"incident.channel.":     incident.Channels,
		"incident.reason.":      incident.WaitReasons,
		"incident.for.":         incident.WaitReasons,
		"incident.kind.":        incident.RelationKinds,
		"incident.remote.":      incident.RemoteReasons,
		"incident.step.":        incidentSteps,
		"incident.because.":     {"returned", "too_many"},
		"incident.state.":       {incident.ExclusionPending, incident.ExclusionApproved, incident.ExclusionRejected},
		"incident.flag.":        {"metric", "correction"},
		"incident.page.counts.": {"first_line", "direct", "outside", "overrun"},
		"stage.incident.":       {incident.OutcomeConfirmed, incident.OutcomeSilence, incident.OutcomeWithdrawn, incident.OutcomeTaken},
	} {
		for _, end := range ends {
			require.True(t, i18n.For(i18n.Dutch).Has(prefix+end), prefix+end)
		}
	}
}

// An incident says in one sentence what it waits for, for whom and until when.
func TestAnIncidentSaysWhatItWaitsForAndForWhom(t *testing.T) {
	t.Parallel()
	due := at(2, 14)
	clock := func(pauses ...sla.Pause) record.Clock {
		return record.Clock{ID: "resolution-1", Definition: "incident.p3", Facts: sla.Facts{Pauses: pauses}, Result: sla.Result{State: sla.Running, Due: &due}}
	}
	wait := func(reason string) func(*incidentReader) {
		return func(r *incidentReader) {
			r.own.Waiting, r.own.Waits = "W1", map[string]incident.Interruption{"W1": {Reason: reason, From: at(2, 11)}}
		}
	}
	for _, c := range []struct {
		stage  string
		change func(*incidentReader)
		want   string
	}{
		{incident.New, nil, "Wacht tot iemand van werkplek (Alfa) het in behandeling neemt. Oplossen: uiterlijk ma 2 maart 2026, 14.00 uur."},
		{incident.Working, func(r *incidentReader) { r.own.Handler.Agent = "ma" }, "Medewerker Alfa (Alfa) werkt eraan. Oplossen: uiterlijk ma 2 maart 2026, 14.00 uur."},
		{incident.Waits, wait(incident.ForSupplier), "Wacht sinds ma 2 maart 2026, 11.00 uur op een leverancier. De klok loopt door, tot ma 2 maart 2026, 14.00 uur."},
		{incident.Waits, func(r *incidentReader) {
			wait(incident.ForUser)(r)
			r.Clocks[0] = clock(sla.Pause{ID: "W1", From: at(2, 11), Reason: incident.ForUser})
		}, "Wacht sinds ma 2 maart 2026, 11.00 uur op Aanvrager Noord; de klok staat stil. De einddatum schuift mee op; nu is dat ten vroegste ma 2 maart 2026, 14.00 uur."},
		{incident.Working, func(r *incidentReader) { r.own.Frozen = &incident.Freeze{Because: "returned", At: at(2, 12)} },
			"Wacht op de Service Integrator, die beslist wie het behandelt. Oplossen: uiterlijk ma 2 maart 2026, 14.00 uur."},
		{incident.Closed, func(r *incidentReader) { r.Outcome = incident.OutcomeConfirmed }, "Dit dossier is afgesloten: Gesloten."},
	} {
		r := incidentReader{caseReader: caseReader{say: i18n.For("nl"), proc: incidentProcess, Whole: app.Whole{
			CaseRow: ledger.CaseRow{Ref: "INC-2026-000001", Process: incident.Name, Stage: c.stage, Parties: record.Parties{Client: "noord", Requester: "an"}},
			Clocks:  []record.Clock{clock()}, Now: at(2, 12), Names: map[string]string{"alfa": "Alfa", "an": "Aanvrager Noord", "ma": "Medewerker Alfa"}}},
			own: incident.State{Clock: "resolution-1", ByUser: true, Handler: casework.Handler{Team: "werkplek", Org: "alfa"}}}
		if c.change != nil {
			c.change(&r)
		}
		require.Equal(t, c.want, r.waiting(), c.stage)
	}
}

func TestAFrozenIncidentIsHandedOverByNobody(t *testing.T) {
	t.Parallel()
	r := incidentReader{own: incident.State{Handler: casework.Handler{Team: "t", Org: "alfa"}}}
	agent := identity.Principal{Person: "ma", Org: "alfa", Kind: "provider"}
	require.True(t, r.sensible(incident.HandOver.Name, agent))
	require.True(t, r.sensible(incident.Coordinate.Name, agent), "a meeting can be called before it is frozen")
	r.own.Meeting = "CIM-2026-000001"
	require.False(t, r.sensible(incident.Coordinate.Name, agent), "there is a meeting, and nothing to decide")
	r.own.Frozen = &incident.Freeze{}
	require.False(t, r.sensible(incident.HandOver.Name, agent))
	require.True(t, r.sensible(incident.Coordinate.Name, agent))
	r.own.Handler.Agent = "ma"
	require.False(t, r.sensible(incident.Take.Name, agent), "who has it does not take it")
}

// The timeline says for whom or what the incident waits, also when another tool said so.
func TestTheTimelineSaysWhatAnIncidentWaitsFor(t *testing.T) {
	t.Parallel()
	r := incidentReader{caseReader: caseReader{say: i18n.For(i18n.Dutch)}}
	for _, e := range []record.Event{
		{Kind: "incident.waiting", Body: []byte(`{"for":"supplier","question":"Wanneer komt het onderdeel?"}`)},
		{Kind: "incident.taken_waiting", Body: []byte(`{"reason":"supplier"}`)},
	} {
		s, ok := r.story(e)
		require.True(t, ok)
		require.Contains(t, s.Sentence, "een leverancier", e.Kind)
	}
}
