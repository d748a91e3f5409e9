package api

import (
	"termijn/internal/app"
	"termijn/workflows/incident"
)

// Who may send what, in words that several commands share.
const (
	byHandler = "Who works for the organisation that has it, and nobody else (not_yours)."
	byUsers   = "Everybody of the Client, and the Service Desk for the user."
)

// incidentCommands are all commands of an incident, in the order of its story.
var incidentCommands = []commandRoute{
	command(incident.Take, "take", "Take it up",
		"Makes the caller its agent, which is what the response is (E-26); the reporter is told. With free it is taken only while nobody has it: of two who take it at once one is refused (already_done). "+byHandler,
		incident.Taking{Remark: "Ik kijk het na.", Free: true}),
	served(incident.Assign.Name, "assignments", "Give it to an agent",
		"Makes a colleague its agent (E-26): somebody who handles incidents in the organisation that has it. "+byHandler,
		incident.Assignment{Agent: "alfa-medewerker"}, (*app.Service).AssignIncident),
	command(incident.HandOver, "hand-overs", "Hand it over to another team",
		"The team that it was first assigned to stays known (E-29). After too many hand-overs between organisations, or when a provider gets it back, it is frozen until the Service Integrator has decided (B-28). "+
			"Refused with frozen or same_team. "+byHandler,
		incident.HandingOver{Team: "beta-hosting", Reason: "De fout ligt op de server."}),
	command(incident.Coordinate, "coordination", "Decide who keeps it",
		"The Service Integrator names the team that keeps an incident that bounced (B-28), or calls a meeting because several providers must work on it at once (B-29). Service Desk, service-level manager.",
		incident.Coordination{Team: "beta-hosting", Reason: "De meting wijst naar de server."}),
	command(incident.Wait, "waits", "Wait for somebody or something",
		"Reason is user, supplier, change or problem. Where the definition of the target says so its clock stands still meanwhile (B-11); that of a critical incident never does (C-22). The user's answer ends a wait for the user. "+byHandler,
		incident.Waiting{Reason: incident.ForUser, Question: "Op welk toestel gebeurt het?"}),
	command(incident.Answer, "answers", "Answer the question",
		"Answers what the user was asked, and ends the wait (B-11). "+byUsers, incident.Reply{Text: "Op mijn vaste toestel, niet op mijn laptop."}),
	command(incident.Resume, "resumption", "Go on with the work",
		"Ends a wait, whatever it was for; the clock goes on (B-11). "+byHandler, incident.Remark{Remark: "De leverancier heeft geantwoord."}),
	command(incident.AddNote, "notes", "Write a note",
		"Keeps something with its author and instant (E-10). Who takes part in the case.", incident.Note{Text: "Ook een collega heeft er last van."}),
	command(incident.Relate, "links", "Relate it to another case",
		"Kind is change (worked on by), problem (explained by), caused_by (a change, C-28) or duplicate. Ref is a case, or something in another tool. Who works for the organisation that has it (not_yours), and the Service Desk and the service-level manager whoever has it.",
		incident.Relation{Kind: "problem", Ref: "PRB-2026-000003", Note: "Dezelfde foutmelding."}),
	command(incident.Prioritise, "priority", "Weigh impact and urgency anew",
		"With a reason (B-11). The clock of the new target counts from the registration; a target that was missed stays missed. What becomes critical gets its meeting at once (B-29). Who has it, and the Service Desk whoever has it.",
		incident.Weighing{Impact: "high", Urgency: "medium", Reason: "Het hele loket ligt stil."}),
	served(incident.Communicate.Name, "communications", "Tell the affected Clients",
		"Sends a text that was drafted from an approved template (B-30) to the affected Clients and to those who joined (B-29); a public one stands on the status page and goes to its subscribers (E-06). Refused when the Board did not approve that version (not_approved), or a place of it is not filled in (unfilled_place). Service Desk, service-level manager.",
		incident.Communication{Template: "TPL-2026-000001", Version: 1, Subject: "Storing op het burgerloket", Text: "We werken aan een oplossing. Volgend bericht om 11 uur.",
			Clients: []string{"zuid"}, Public: true}, (*app.Service).CommunicateIncident),
	served(incident.Join.Name, "join", "Say that you have it too",
		"Instead of reporting it again (E-06); the caller hears how it goes on. Everybody of any Client, when the incident was published; to others it does not exist.",
		incident.Joining{Remark: "Ook bij ons, sinds 9 uur."}, (*app.Service).JoinIncident),
	command(incident.Resolve, "resolution", "Resolve it",
		"Stops the clock (C-20). Remote says why it could not be done remotely: onsite, no_network or no_rights (E-34). Whether the Service Desk solved it (E-33) and whether the first team did (E-29) is noted. "+
			"A critical incident registers its problem at once (C-26). "+byHandler,
		incident.Resolution{Solution: "Het profiel is opnieuw opgebouwd.", Code: "configuration"}),
	command(incident.Confirm, "confirmation", "Confirm the resolution",
		"Closes the incident, and sends its reporter a survey, once (E-14). Silence of 5 working days closes it too. "+byUsers, incident.Remark{Remark: "Het werkt weer."}),
	command(incident.Reopen, "reopening", "Say that it is not resolved",
		"The work goes on, and the time in between does not count (C-20). "+byUsers, incident.Because{Reason: "De foutmelding is terug."}),
	command(incident.Withdraw, "withdrawal", "Withdraw it",
		"Before it is resolved; it counts for nothing any more (E-10). "+byUsers, incident.Because{Reason: "Het lag aan mijn eigen netwerk."}),
	command(incident.Exclude, "exclusions", "Leave it out of the metric or the price correction",
		"On one of the policy's grounds, with a reason and proof (C-23, C-24, E-27, E-28, E-34); where the rule asks for it the Board decides by a task. Service-level manager.",
		incident.Exclusion{Ground: "outside", Reason: "Opgelost door de netbeheerder.", Proof: "Melding 2026-118 van de netbeheerder"}),
}
