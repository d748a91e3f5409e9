package meeting_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/meeting"
)

// Sentence 1 (B-29).
func TestEverybodyWhoIsNeededIsCalledAtOnce(t *testing.T) {
	t.Parallel()
	c := held(t)
	s := seen(c, "10:05")
	c.Run()
	first := c.Ledger.Events()[0]
	require.Equal(t, "meeting.opened", first.Kind)
	require.True(t, first.At.Equal(called))
	require.Equal(t, []record.Link{{Kind: "meeting_about", Ref: incident}}, first.Effects.Case.Links)
	require.Equal(t, []string{"alfa"}, first.Effects.Case.Parties.Providers, "who has the incident sees the meeting")
	var told []record.Recipient
	for _, m := range first.Effects.Mails {
		if m.Template == "incident_critical" {
			require.Equal(t, map[string]string{"ref": incident, "title": "Loket onbereikbaar", "meeting": ref, "why": meeting.ForCritical}, m.Args)
			told = append(told, m.To)
		}
	}
	require.Equal(t, []record.Recipient{desk, alfa, {Org: "alfa", Role: "manager"}, {Person: "melder"}}, told)
	task, _ := s.OpenTask("lead_meeting", "")
	require.Equal(t, desk, task.Assignee)
	require.Equal(t, meeting.InSession, s.Stage)
}

// Sentence 1: nobody is called twice, and who is not there is not called.
func TestTheServiceDeskIsCalledOnceForItsOwnIncident(t *testing.T) {
	t.Parallel()
	a := about()
	a.Handler = casework.Handler{Team: "desk", Org: "si"}
	o := meeting.Opening(a, record.Parties{Client: "noord"})
	require.Empty(t, o.Parties.Providers)
	c := casetest.New(t, options(t, o))
	c.Run()
	var told []record.Recipient
	for _, m := range c.Ledger.Events()[0].Effects.Mails {
		if m.Template == "incident_critical" {
			told = append(told, m.To)
		}
	}
	require.Equal(t, []record.Recipient{desk, {Org: "si", Role: "slm"}}, told)
}

// Sentence 2.
func TestPeopleJoinAndLeave(t *testing.T) {
	t.Parallel()
	c := held(t)
	self := sent(c, "10:05", agent, meeting.Join, meeting.Participation{Role: "techniek"})
	twice := sent(c, "10:06", agent, meeting.Join, meeting.Participation{Role: "nog eens"})
	foreign := sent(c, "10:07", agent, meeting.Join, meeting.Participation{Org: "noord"})
	whole := sent(c, "10:08", balie, meeting.Join, meeting.Participation{Org: "noord", Role: "klant"})
	lost := sent(c, "10:09", balie, meeting.Join, meeting.Participation{Person: "iemand"})
	left := sent(c, "10:30", agent, meeting.Join, meeting.Participation{Left: true})
	never := sent(c, "10:31", agent, meeting.Join, meeting.Participation{Left: true})
	back := sent(c, "10:40", agent, meeting.Join, meeting.Participation{Role: "techniek"})
	s := seen(c, "10:41")
	c.Run()
	for _, a := range []**casetest.Answer{self, whole, left, back} {
		accepted(t, a)
	}
	refused(t, twice, casework.CodeDone)
	refused(t, foreign, casework.CodeForbidden)
	refused(t, lost, casework.CodeInvalid, "org=required")
	refused(t, never, casework.CodeUnknown)
	p := s.Own.Participants
	require.Len(t, p, 3)
	require.Equal(t, []string{"medewerker-alfa", "alfa", "techniek"}, []string{p["P1"].Person, p["P1"].Org, p["P1"].Role})
	require.Equal(t, []string{"2026-03-02 10:05", "2026-03-02 10:30"}, []string{face(&[]meeting.Participant{p["P1"]}[0].Joined), face(p["P1"].Left)})
	require.Equal(t, "noord", p["P2"].Org)
	require.Equal(t, balie, p["P2"].By)
	require.Nil(t, p["P3"].Left)
}

// Sentence 3.
func TestTheLogKeepsWhoWroteWhatWhen(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", agent, meeting.Log, meeting.Entry{Text: "databank herstart"})
	second := sent(c, "10:06", client, meeting.Log, meeting.Entry{Text: "nog altijd traag"})
	empty := sent(c, "10:07", client, meeting.Log, meeting.Entry{Text: " "})
	s := seen(c, "10:08")
	c.Run()
	require.Equal(t, "L2", (*second).Receipt.Subject)
	refused(t, empty, casework.CodeInvalid, "text=required")
	require.Len(t, s.Own.Log, 2)
	require.Equal(t, []any{"databank herstart", agent}, []any{s.Own.Log["L1"].Text, s.Own.Log["L1"].By})
	at := s.Own.Log["L2"].At
	require.Equal(t, "2026-03-02 10:06", face(&at))
	require.NotContains(t, string(c.Ledger.Events()[2].Effects.Case.View), "databank", "an event carries only what it adds")
}

// Sentence 4.
func TestWhoLeadsRecordsDecisionsAndInvites(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", balie, meeting.RecordDecision, meeting.DecisionTaken{Text: "terugdraaien", Reason: "herstel duurt te lang"})
	bare := sent(c, "10:06", balie, meeting.RecordDecision, meeting.DecisionTaken{})
	theirs := sent(c, "10:07", agent, meeting.RecordDecision, meeting.DecisionTaken{Text: "x", Reason: "y"})
	in := sent(c, "10:08", balie, meeting.Invite, meeting.Invitation{Org: "beta"})
	again := sent(c, "10:09", balie, meeting.Invite, meeting.Invitation{Org: "beta"})
	guest := sent(c, "10:10", agent, meeting.Invite, meeting.Invitation{Org: "gamma"})
	s := seen(c, "10:11")
	c.Run()
	require.Equal(t, []any{"terugdraaien", "herstel duurt te lang", balie}, []any{s.Own.Decisions["D1"].Text, s.Own.Decisions["D1"].Reason, s.Own.Decisions["D1"].By})
	refused(t, bare, casework.CodeInvalid, "text=required", "reason=required")
	refused(t, theirs, casework.CodeForbidden)
	accepted(t, in)
	refused(t, again, casework.CodeDone)
	refused(t, guest, casework.CodeForbidden)
	require.Equal(t, []string{"alfa", "beta"}, s.Parties.Providers)
	e := event(t, c, "meeting.invited")
	require.Equal(t, []record.Recipient{{Org: "beta", Role: "agent"}, {Org: "beta", Role: "manager"}}, []record.Recipient{e.Effects.Mails[0].To, e.Effects.Mails[1].To})
	require.Contains(t, s.Own.Invited, "beta")
}

// Sentence 5: an instant is a term to the minute, a date ends with its day.
func TestAnActionIsAskedByATaskWithItsDueTime(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Due: by("10:50")})
	sent(c, "10:06", balie, meeting.AssignAction, meeting.ActionDraft{Text: "gebruikers bellen", Org: "noord", Person: "melder", Date: on(3)})
	sent(c, "10:07", balie, meeting.AssignAction, meeting.ActionDraft{Text: "bericht opstellen", Org: "si", Date: on(2)})
	sent(c, "10:08", balie, meeting.AssignAction, meeting.ActionDraft{Text: "testen", Org: "noord", Date: on(2)})
	s := seen(c, "10:09")
	late := seen(c, "11:00")
	c.Run()
	want := map[string]struct {
		to  record.Recipient
		due string
	}{
		"A1": {alfa, "2026-03-02 10:50"}, "A2": {record.Recipient{Person: "melder"}, "2026-03-04 00:00"},
		"A3": {desk, "2026-03-03 00:00"}, "A4": {record.Recipient{Org: "noord", Role: "requester"}, "2026-03-03 00:00"},
	}
	for id, w := range want {
		task, open := s.OpenTask("do_action", id)
		require.True(t, open, id)
		require.Equal(t, w.to, task.Assignee)
		require.Equal(t, w.due, face(task.Due), id)
		require.Equal(t, meeting.FinishAction.Name, task.Command)
		require.Equal(t, meeting.ActionOpen, s.Own.Actions[id].State)
	}
	due := event(t, c, casework.KindDue)
	require.Equal(t, "2026-03-02 10:50", face(&due.At))
	require.Equal(t, alfa, due.Effects.Mails[0].To)
	require.Equal(t, meeting.ActionOpen, late.Own.Actions["A1"].State, "what is late is still to be done")
}

// Sentence 5.
func TestAnActionThatCannotBeAssignedIsRefused(t *testing.T) {
	t.Parallel()
	c := held(t)
	empty := sent(c, "10:05", balie, meeting.AssignAction, meeting.ActionDraft{})
	both := sent(c, "10:06", balie, meeting.AssignAction, meeting.ActionDraft{Text: "x", Org: "alfa", Due: by("11:00"), Date: on(2)})
	past := sent(c, "10:07", balie, meeting.AssignAction, meeting.ActionDraft{Text: "x", Org: "alfa", Due: by("10:07")})
	gone := sent(c, "10:08", balie, meeting.AssignAction, meeting.ActionDraft{Text: "x", Org: "alfa", Date: on(1)})
	away := sent(c, "10:09", balie, meeting.AssignAction, meeting.ActionDraft{Text: "x", Org: "gamma", Date: on(2)})
	theirs := sent(c, "10:10", agent, meeting.AssignAction, meeting.ActionDraft{Text: "x", Org: "alfa", Date: on(2)})
	c.Run()
	refused(t, empty, casework.CodeInvalid, "text=required", "org=required", "due=instant_or_date")
	refused(t, both, casework.CodeInvalid, "due=instant_or_date")
	refused(t, past, casework.CodeInvalid, "due=must_be_future_instant")
	refused(t, gone, casework.CodeInvalid, "date=in_the_past")
	refused(t, away, casework.CodeInvalid, "org=not_in_meeting")
	refused(t, theirs, casework.CodeForbidden)
}

// Sentence 6 (G-02).
func TestAnOrganisationFinishesItsOwnActions(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Due: by("10:50")})
	sent(c, "10:06", balie, meeting.AssignAction, meeting.ActionDraft{Text: "herstarten", Org: "alfa", Date: on(2)})
	forThem := sent(c, "10:20", balie, meeting.FinishAction, meeting.ActionResult{Action: "A1", Result: "klaar"})
	bare := sent(c, "10:21", agent, meeting.FinishAction, meeting.ActionResult{Action: "A1"})
	done := sent(c, "10:22", agent, meeting.FinishAction, meeting.ActionResult{Action: "A1", Result: "bewaard"})
	again := sent(c, "10:23", agent, meeting.FinishAction, meeting.ActionResult{Action: "A1", Result: "bewaard"})
	none := sent(c, "10:24", agent, meeting.FinishAction, meeting.ActionResult{Action: "A9", Result: "bewaard"})
	own := sent(c, "10:25", agent, meeting.DropAction, meeting.ActionDropped{Action: "A2", Reason: "geen zin"})
	dropped := sent(c, "10:26", balie, meeting.DropAction, meeting.ActionDropped{Action: "A2", Reason: "niet meer nodig"})
	s := seen(c, "10:27")
	c.Run()
	refused(t, forThem, casework.CodeForbidden)
	refused(t, bare, casework.CodeInvalid, "result=required")
	accepted(t, done)
	refused(t, again, casework.CodeDone)
	refused(t, none, casework.CodeUnknown)
	refused(t, own, casework.CodeForbidden)
	accepted(t, dropped)
	require.Equal(t, []any{meeting.ActionDone, "bewaard", agent}, []any{s.Own.Actions["A1"].State, s.Own.Actions["A1"].Result, *s.Own.Actions["A1"].EndedBy})
	require.Equal(t, []any{meeting.ActionGone, "niet meer nodig"}, []any{s.Own.Actions["A2"].State, s.Own.Actions["A2"].Result})
	require.Equal(t, sla.Met, clock(c, "action/A1").Result.State)
	require.Equal(t, sla.Cancelled, clock(c, "action/A2").Result.State)
	_, open := s.OpenTask("do_action", "A1")
	require.False(t, open)
}

// Sentence 7: no open action is left without a word.
func TestTheMeetingIsClosedWithItsMinutes(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Date: on(4)})
	bare := sent(c, "10:50", balie, meeting.Close, meeting.Closing{CarryOver: true})
	sent(c, "10:51", balie, meeting.WriteMinutes, meeting.Minutes{Summary: "hersteld na terugdraaien"})
	open := sent(c, "10:52", balie, meeting.Close, meeting.Closing{})
	theirs := sent(c, "10:53", agent, meeting.Close, meeting.Closing{CarryOver: true})
	minutes := sent(c, "10:54", agent, meeting.WriteMinutes, meeting.Minutes{Summary: "x"})
	done := sent(c, "10:55", balie, meeting.Close, meeting.Closing{CarryOver: true})
	c.Run()
	require.NoError(t, c.Err)
	refused(t, bare, casework.CodeInvalid, "summary=required")
	refused(t, open, "open_actions")
	require.Equal(t, map[string]string{"actions": "A1"}, (*open).Refusal.Args)
	refused(t, theirs, casework.CodeForbidden)
	refused(t, minutes, casework.CodeForbidden)
	accepted(t, done)
	e := event(t, c, "meeting.closed")
	require.Equal(t, meeting.Closed, e.Effects.Case.Outcome)
	require.JSONEq(t, `{"report":"hersteld na terugdraaien","carried":"1"}`, string(e.Body))
	view := string(c.Ledger.Batches()[e.Seq-1].View)
	require.Contains(t, view, `"state":"carried_over"`)
	require.Contains(t, view, `"ended":"2026-03-02T09:55:00Z"`)
	// What is carried over is followed up elsewhere: nothing of it goes on here.
	require.Equal(t, sla.Cancelled, clock(c, "action/A1").Result.State)
	asked := slices.IndexFunc(e.Effects.Tasks, func(task record.Task) bool { return task.Kind == "do_action" })
	require.GreaterOrEqual(t, asked, 0)
	require.Equal(t, record.TaskCancelled, e.Effects.Tasks[asked].State)
}

// Sentence 7: without open actions, and with another summary than the draft.
func TestTheLastSummaryStands(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:51", balie, meeting.WriteMinutes, meeting.Minutes{Summary: "ontwerp"})
	done := sent(c, "10:55", balie, meeting.Close, meeting.Closing{Summary: "definitief"})
	c.Run()
	accepted(t, done)
	require.JSONEq(t, `{"report":"definitief","carried":"0"}`, string(event(t, c, "meeting.closed").Body))
}

// Sentence 8.
func TestWhatComesAfterTheEndIsRefused(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:55", balie, meeting.Close, meeting.Closing{Summary: "hersteld"})
	late := sent(c, "11:00", agent, meeting.Log, meeting.Entry{Text: "nog iets"})
	c.Run()
	refused(t, late, casework.CodeClosed)
	require.Equal(t, "meeting.closed", c.Ledger.Events()[len(c.Ledger.Events())-1].Kind)
}
