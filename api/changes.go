package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/change"
)

var changeResource = resource{process: change.Name, path: "/api/v1/changes", tag: "Changes"}

// ChangeCase is a change with everything that its page shows.
type ChangeCase struct {
	Case
	State change.State `json:"state" doc:"The process's own state: content with its hash, collisions, the vote with its hashes, decision, implementation, review."`
	Around
}

// ChangeRow is a change in a list.
type ChangeRow struct {
	Case
	Kind       string    `json:"kind" enum:"standard,normal,emergency,automated"`
	Items      []string  `json:"items,omitempty"`
	From       time.Time `json:"from,omitzero" doc:"When its window begins."`
	To         time.Time `json:"to,omitzero" doc:"When its window ends."`
	Collisions int       `json:"collisions" doc:"How many collisions are known."`
}

type changesInput struct {
	Stage    string    `query:"stage" doc:"Only changes in this stage."`
	Kind     string    `query:"kind" enum:"standard,normal,emergency,automated" doc:"Only changes of this kind."`
	Provider string    `query:"provider" doc:"Only changes that this provider does."`
	Item     string    `query:"item" doc:"Only changes that name this item of the service map."`
	From     time.Time `query:"from" doc:"Only changes whose window ends after this."`
	To       time.Time `query:"to" doc:"Only changes whose window begins before this."`
	Text     string    `query:"text" maxLength:"200" doc:"Words, or beginnings of words, of the reference and the title."`
	Open     string    `query:"open" enum:"open,closed" default:"open" doc:"Open changes, the earliest window first; or those that have ended, the latest first."`
	Paged
}

const (
	byChangeManager = "The chair leads the meeting (B-33). Change manager."
	byVoter         = "Who holds the seat, or acts for its holder."
)

func (s *server) registerChanges() {
	at := changeResource
	registerOpen(s, at, "Write a change down",
		"A draft, which can lack anything but its title (B-16); with submit it is handed in at once, as an emergency needs (B-34). A window is instants: say the offset, so that no hour of a change of the clock is meant twice. "+byProvider,
		change.Request{Kind: change.Normal, Content: exampleChange()}, s.Service.OpenChange)
	s.registerGate(at)
	register(s, get(at.path, "list-"+at.process, at.tag, "List changes", "Changes that the caller may see, by the beginning of their window. What is confidential for the caller is left out (B-36)."), s.changes)
	registerWhole(s, at, "Show a change", "The whole case. Another provider's confidential items and what collides hidden are left out (B-36).", app.ChangeOf,
		func(c Case, own change.State, a Around) ChangeCase { return ChangeCase{c, own, a} })
	s.registerCommands(at, changeCommands)
}

func (s *server) changes(ctx context.Context, who identity.Principal, in *changesInput) (*list[ChangeRow], error) {
	f := ledger.ChangeFilter{Kind: in.Kind, Provider: in.Provider, Item: in.Item, From: in.From, To: in.To, Text: in.Text, Closed: in.Open == "closed"}
	if in.Stage != "" {
		f.Stages = []string{in.Stage}
	}
	rows, next, err := s.Service.Changes(ctx, who, f, in.page())
	if err != nil {
		return nil, err
	}
	views := make([]ChangeRow, 0, len(rows))
	for _, row := range rows {
		own, err := app.ChangeOf(row)
		if err != nil {
			return nil, err
		}
		views = append(views, ChangeRow{Case: caseOf(row), Kind: own.Kind, Items: own.Content.Items, From: local(own.Content.From), To: local(own.Content.To),
			Collisions: len(own.Collisions) + own.More})
	}
	return listOf(in.Paged, views, next, func(v ChangeRow) ChangeRow { return v }), nil
}

// exampleChange is a content that lacks nothing of B-16.
func exampleChange() change.Content {
	from, to := *instant(2026, 6, 16, 22), *instant(2026, 6, 17, 2)
	return change.Content{Title: "Nieuwe versie van het burgerloket", Reason: "De oude wordt niet meer ondersteund.", Items: []string{"burgerloket"},
		From: from, To: to, Impact: "Een half uur niet beschikbaar.", Risk: change.Risk{Likelihood: "low", Effect: "medium"},
		TestPlan: "Volledig getest op de testomgeving.", BackOut: change.BackOut{Plan: "De vorige versie terugzetten.", Always: true},
		Communication: "Mail aan de klanten.", Unavailability: change.Unavailability{None: true}, Steps: []string{"Versie plaatsen", "Controleren"}}
}

// changeCommands are the commands of a change, in the order of its story.
var changeCommands = []commandRoute{
	served(change.Save.Name, "content", "Save the draft", "Seen is the hash that the writer began from: state.hash. Refused with stale when somebody saved since (B-16). "+byProvider,
		change.Saving{Seen: "5f1c0a7b9d2e4c68", Content: exampleChange()}, (*app.Service).SaveChange),
	served(change.Submit.Name, "submission", "Hand the draft in", "What B-16 asks for and is missing is named. A normal change later than the lead time needs its reason (content.late). "+byProvider,
		change.Submission{Seen: "5f1c0a7b9d2e4c68"}, (*app.Service).SubmitChange),
	served(change.Assess.Name, "assessment", "Check process and planning", "It conforms and goes to its board, or goes back with what lacks (B-16, B-33). "+byChangeManager,
		change.Assessment{Seen: "5f1c0a7b9d2e4c68", Conform: true}, (*app.Service).AssessChange),
	served(change.Reclassify.Name, "kind", "Make it a change of another kind", "It becomes normal, standard or an emergency, with the reason (B-33 to B-35). Its provider or the change manager.",
		change.Classification{Kind: change.Normal, Reason: "Het risico is niet gekend."}, (*app.Service).ReclassifyChange),
	served(change.Revise.Name, "revisions", "Give it another content", "Exactly the votes that cover what changed are re-opened (B-16). "+byProvider,
		change.Revision{Seen: "5f1c0a7b9d2e4c68", Content: exampleChange(), Why: "Een ander venster."}, (*app.Service).ReviseChange),
	served(change.ReviseVote.Name, "votes", "Change a vote", "The first vote of a seat is the decision of its task (B-33). Replaces is the number of the vote that was seen. "+byVoter,
		change.VoteRevision{Seat: "alfa", Replaces: 1, Option: change.VoteApprove, Content: "5f1c0a7b9d2e4c68"}, (*app.Service).ReviseVote),
	served(change.RuleEmergency.Name, "ruling", "Decide on an emergency", "By the quorum of the E-CAB; alone only when nobody could be reached until the end of its ladder (B-34). "+byChangeManager,
		change.Ruling{Ballot: "B1", Content: "5f1c0a7b9d2e4c68", Option: change.Approve, Reason: "De dienst ligt plat."}, (*app.Service).RuleEmergency),
	command(change.Start, "start", "Start the implementation", "Inside the window and when approved, never otherwise (B-16). "+byProvider, change.Starting{}),
	command(change.FinishStep, "steps", "Report a step", "What came of a step of the implementation (B-16). "+byProvider, change.StepResult{Step: "S1", Result: "Geplaatst."}),
	command(change.Complete, "completion", "Complete the implementation", "success, partial or rolled_back; then it is reviewed (B-16). "+byProvider,
		change.Completion{Result: change.Success, Text: "Zoals gepland."}),
	command(change.ReportOutcome, "outcome", "Report what became of a deployment",
		"Of one that the gate allowed, before its window ends; else it is escalated (B-35). One that did not succeed is reviewed. "+byPipeline,
		change.Outcome{Result: change.Success, Link: "https://ci.alfa.example/117"}),
	served(change.Review.Name, "review", "Review it", "Harm puts the standard change that it follows back to normal (B-35). "+byChangeManager,
		change.Verdict{AsPlanned: true, Text: "Uitgevoerd zoals gepland."}, (*app.Service).ReviewChange),
	served(change.ReportIncident.Name, "caused-incidents", "Say that it caused an incident", "Whether that is a critical one, the incident says itself (C-28). Who may analyse problems.",
		change.CausedIncident{Incident: "INC-2026-000042"}, (*app.Service).ReportCausedIncident),
	command(change.AddNote, "notes", "Write a note", "Something worth writing down about it (B-16). Who may vote or works on it.", change.Note{Text: "De leverancier is verwittigd."}),
	command(change.Withdraw, "withdrawal", "Withdraw it", "Until it starts (B-16). "+byProvider, change.Because{Reason: "Niet meer nodig."}),
}
