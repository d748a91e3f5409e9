package api

import (
	"time"

	"termijn/internal/app"
	"termijn/workflows/meeting"
)

var meetingResource = resource{process: meeting.Name, path: "/api/v1/incident-meetings", tag: "Meetings"}

// MeetingCase is a critical-incident meeting with everything that its page shows.
type MeetingCase struct {
	Case
	State meeting.State `json:"state" doc:"The process's own state: participants, log, decisions, actions, minutes."`
	Around
}

// MeetingRow is a critical-incident meeting in a list.
type MeetingRow struct {
	Case
	Incident string `json:"incident" example:"INC-2026-000042"`
	Priority string `json:"priority" example:"P1"`
	Reason   string `json:"reason" enum:"critical,several_providers,bounced" doc:"Why it was called (B-28, B-29)."`
	Actions  int    `json:"openActions" doc:"How many actions are open."`
}

const byLeader = "Who leads: Service Desk, service-level manager, account manager."

func (s *server) registerMeetings() {
	at := meetingResource
	registerList(s, at, "List critical-incident meetings", "Meetings that the caller may see. An incident opens its meeting itself (B-29).", app.MeetingOf, meetingRowOf)
	registerWhole(s, at, "Show a critical-incident meeting", "The whole case: participants, log, decisions, actions with their clocks, and the incident that it is about.",
		app.MeetingOf, func(c Case, own meeting.State, a Around) MeetingCase { return MeetingCase{c, own, a} })
	s.registerCommands(at, meetingCommands)
}

func meetingRowOf(c Case, own meeting.State) MeetingRow {
	row := MeetingRow{Case: c, Incident: own.About.Incident, Priority: own.About.Priority, Reason: own.About.Reason}
	for _, a := range own.Actions {
		if a.State == meeting.ActionOpen {
			row.Actions++
		}
	}
	return row
}

// meetingCommands are all commands of a meeting, in the order of its story.
var meetingCommands = []commandRoute{
	served(meeting.Join.Name, "participants", "Join or leave",
		"Without a person it is the caller (B-29). Everybody says so for the own organisation, who leads for anybody. The Client's people, the agents of the providers that are called, and who leads.",
		meeting.Participation{Role: "Netwerkspecialist"}, (*app.Service).JoinMeeting),
	command(meeting.Log, "log", "Write in the log", "A line keeps its instant and its author, and is never changed (B-29). Who may take part.",
		meeting.Entry{Text: "De tweede server antwoordt weer."}),
	command(meeting.RecordDecision, "decisions", "Record a decision", "What the meeting decided, and why (B-29). "+byLeader,
		meeting.DecisionTaken{Text: "We schakelen over naar serverzaal 2.", Reason: "Herstel van zaal 1 duurt te lang."}),
	served(meeting.Invite.Name, "invitations", "Invite another provider", "It sees the meeting from then on (B-29). "+byLeader,
		meeting.Invitation{Org: "beta"}, (*app.Service).InviteToMeeting),
	served(meeting.AssignAction.Name, "actions", "Give somebody something to do",
		"By an instant (due) or by the end of a day (date); a task asks for it and a clock limits it (B-29). Refused with not_in_meeting for an organisation that does not take part. "+byLeader,
		meeting.ActionDraft{Text: "Zet de kopie van de databank klaar.", Org: "alfa", Due: instant(2026, 6, 1, 12)}, (*app.Service).AssignAction),
	command(meeting.FinishAction, "results", "Say what came of an action", "The organisation itself does; nobody acts for a provider (G-02). Who may take part.",
		meeting.ActionResult{Action: "A1", Result: "De kopie staat klaar."}),
	command(meeting.DropAction, "dropped-actions", "Drop an action", "It is not needed any more (B-29). "+byLeader,
		meeting.ActionDropped{Action: "A1", Reason: "De hoofdserver werkt weer."}),
	command(meeting.WriteMinutes, "minutes", "Write the minutes", "As far as they are known; closing keeps them (B-29). "+byLeader,
		meeting.Minutes{Summary: "Oorzaak: een schijf in serverzaal 1. Overgeschakeld om 11.20 uur."}),
	command(meeting.Close, "closing", "Close the meeting",
		"With its minutes (B-29). Open actions are finished, dropped, or explicitly carried over (their tasks and clocks end with the meeting; they stay listed); else it is refused (open_actions). "+byLeader,
		meeting.Closing{Summary: "Opgelost om 11.40 uur; de nazorg ligt bij Alfa.", CarryOver: true}),
}

// instant is an hour of a day, for examples.
func instant(y int, m time.Month, d, hour int) *time.Time {
	t := time.Date(y, m, d, hour, 0, 0, 0, brussels)
	return &t
}
