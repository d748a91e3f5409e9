package portal

import (
	"context"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/problem"
)

// changeForm is a form of a change.
type changeForm[B any] = commandForm[changeReader, B]

// changeCommand shows a form with the change that it is about above its fields.
var changeCommand = newCommandShape[*changeDecided]("change_command")

// changeForms are the forms of a change's commands.
func (p *portal) changeForms() {
	const name = change.Name
	p.forms[name+"."+change.Save.Name] = commandHandlers{savesChange.open, savesChange.submit}
	p.forms[name+"."+change.Revise.Name] = commandHandlers{revisesChange.open, revisesChange.submit}
	serve(p, name, handsIn)
	serve(p, name, changeForm[change.Assessment]{command: change.Assess, shape: changeCommand, draw: drawWhole, ask: []ask{askContent("seen"), askOne("conform", "yes", "no"),
		askText("lacks", 4).orNot()}, fill: fillSeen, send: assessChange, read: func(in *entries, _ changeReader) change.Assessment {
		if in.Value("conform") == "" {
			in.Wrong("conform", in.say.T("bulk.choose"))
		}
		return change.Assessment{Seen: in.Value("content"), Conform: in.Value("conform") == "yes", Lacks: in.Value("lacks")}
	}})
	serve(p, name, changeForm[change.Classification]{command: change.Reclassify, shape: changeCommand, draw: drawWhole, ask: []ask{askOne("kind"), askText("reason", 3)},
		choices: map[string]func(changeReader) []Choice{"kind": changeReader.otherKinds}, send: reclassifyChange})
	serve(p, name, changeForm[change.VoteRevision]{command: change.ReviseVote, shape: changeCommand, about: seatsVoted, draw: drawVote, fill: fillVote,
		ask: []ask{askSubject("seat"), askContent("content"), askOne("option", change.VoteApprove, change.VoteReject, change.VoteAbstain), askText("reason", 3).orNot()},
		read: func(in *entries, _ changeReader) change.VoteRevision {
			number, content, _ := strings.Cut(in.Value("content"), " ")
			n, _ := strconv.Atoi(number) // another number replaces no vote
			return change.VoteRevision{Seat: in.Value("subject"), Replaces: n, Content: content, Option: in.Value("option"), Reason: in.Value("reason")}
		}, send: reviseVote})
	serve(p, name, changeForm[change.Ruling]{command: change.RuleEmergency, shape: changeCommand, ask: askRuling, draw: drawWhole, fill: fillRuling, read: readRuling, send: ruleEmergency})
	serve(p, name, changeForm[change.Starting]{command: change.Start, shape: changeCommand, draw: drawWhole, ask: []ask{askText("remark", 3).orNot()}})
	serve(p, name, changeForm[change.StepResult]{command: change.FinishStep, about: stepsOpen, ask: []ask{askSubject("step"), askText("result", 3).orNot(), askTick("failed")}, draw: drawStep})
	serve(p, name, changeForm[change.Completion]{command: change.Complete, ask: []ask{askOne("result", change.Results...), askText("text", 5)}})
	serve(p, name, changeForm[change.Outcome]{command: change.ReportOutcome, ask: []ask{askOne("result", change.Results...), askText("text", 5).orNot(), askLine("link").orNot()}})
	serve(p, name, changeForm[change.Verdict]{command: change.Review, shape: changeCommand, draw: drawWhole, ask: []ask{askOne("asPlanned", "yes", "no"), askText("text", 5), askTick("harmful"),
		askLine("incident").orNot(), askChoice("finding").orNot()}, choices: findings, read: func(in *entries, _ changeReader) change.Verdict {
		if in.Value("asPlanned") == "" {
			in.Wrong("asPlanned", in.say.T("bulk.choose"))
		}
		return change.Verdict{AsPlanned: in.Value("asPlanned") == "yes", Text: in.Value("text"), Harmful: in.Has("harmful", "yes"),
			Incident: referenceOf(in.Value("incident")), Finding: in.Value("finding")}
	}, send: reviewChange})
	serve(p, name, changeForm[change.CausedIncident]{command: change.ReportIncident, ask: []ask{askLine("incident"), askChoice("finding").orNot()}, choices: findings,
		read: func(in *entries, _ changeReader) change.CausedIncident {
			return change.CausedIncident{Incident: referenceOf(in.Value("incident")), Finding: in.Value("finding")}
		}, send: reportCaused})
	serve(p, name, changeForm[change.Note]{command: change.AddNote, ask: []ask{askText("text", 4)}})
	serve(p, name, changeForm[change.Because]{command: change.Withdraw, ask: []ask{askText("reason", 4)}})
}

// findings are what the analysis says about the process (C-30).
var findings = map[string]func(changeReader) []Choice{"finding": func(r changeReader) []Choice {
	var all []Choice
	for _, f := range problem.Findings {
		all = append(all, Choice{Value: f, Text: titled(r.say, "problem.finding.", f)})
	}
	return all
}}

func submitChange(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.Submission) (casework.Receipt, error) {
	return s.SubmitChange(ctx, who, ref, key, m)
}

func assessChange(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.Assessment) (casework.Receipt, error) {
	return s.AssessChange(ctx, who, ref, key, m)
}

func reclassifyChange(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.Classification) (casework.Receipt, error) {
	return s.ReclassifyChange(ctx, who, ref, key, m)
}

func reportCaused(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.CausedIncident) (casework.Receipt, error) {
	return s.ReportCausedIncident(ctx, who, ref, key, m)
}

func reviseVote(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.VoteRevision) (casework.Receipt, error) {
	return s.ReviseVote(ctx, who, ref, key, m)
}

func ruleEmergency(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.Ruling) (casework.Receipt, error) {
	return s.RuleEmergency(ctx, who, ref, key, m)
}

func reviewChange(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m change.Verdict) (casework.Receipt, error) {
	return s.ReviewChange(ctx, who, ref, key, m)
}

func fillSeen(r changeReader, _ string) Form { return newForm("content", r.own.Hash) }

// otherKinds are those that the change can be made.
func (r changeReader) otherKinds() []Choice {
	var all []Choice
	for _, k := range change.Kinds {
		if k != r.own.Kind && k != change.Standard {
			word, _ := r.word("kind", k)
			all = append(all, Choice{Value: k, Text: word, Hint: r.say.T("change.kind." + k + ".hint")})
		}
	}
	return all
}

func seatsVoted(r changeReader) []matter {
	var all []matter
	for _, s := range r.ownVotes() {
		all = append(all, matter{Subject: s.ID, Name: s.Name})
	}
	return all
}

// fillVote keeps which vote is replaced, and the content that it is about.
func fillVote(r changeReader, seat string) Form {
	vote := r.own.Ballot.Votes[seat]
	return newForm("content", strconv.Itoa(vote.Number)+" "+r.own.Ballot.Covered(seat), "option", vote.Option, "reason", vote.Reason)
}

// askRuling is what the chair decides on an emergency.
var askRuling = []ask{askContent("content"), askOne("option", change.Approve, change.Conditions, change.Reject), askText("conditions", 3).orNot(), askText("reason", 3).orNot(), askTick("alone")}

// fillRuling keeps the ballot and the content that the chair sees.
func fillRuling(r changeReader, _ string) Form {
	if r.own.Ballot == nil {
		return newForm()
	}
	return newForm("content", r.own.Ballot.ID+" "+r.own.Ballot.Content)
}

func readRuling(in *entries, _ changeReader) change.Ruling {
	ballot, content, _ := strings.Cut(in.Value("content"), " ")
	return change.Ruling{Ballot: ballot, Content: content, Option: in.Value("option"), Reason: in.Value("reason"), Conditions: in.Value("conditions"),
		Alone: in.Has("alone", "yes")}
}

func stepsOpen(r changeReader) []matter {
	var all []matter
	for _, s := range r.openSteps() {
		all = append(all, matter{Subject: s.ID, Name: s.Text})
	}
	return all
}

func drawStep(page *commandPage, r changeReader) {
	if s, ok := r.own.Steps[page.Subject]; ok {
		page.Facts = []fact{{r.say.T("change.step"), s.Text}}
	}
}

func drawVote(page *commandPage, r changeReader) {
	drawWhole(page, r)
	if s, ok := r.own.Ballot.Panel.Seats[page.Subject]; ok {
		page.Facts = []fact{{r.say.T("change.seat"), s.Name}}
	}
}

// drawWhole shows the change that the form is about.
func drawWhole(page *commandPage, r changeReader) { page.Own = r.essentials(&page.Page) }
