package portal

import (
	"context"
	"strings"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/meeting"
)

// meetingForm is a form of a meeting.
type meetingForm[B any] = commandForm[meetingReader, B]

// meetingForms are the forms of a meeting's commands, in the order of its story.
func (p *portal) meetingForms() {
	const name = meeting.Name
	serve(p, name, meetingForm[meeting.Participation]{command: meeting.Join, shape: onBoard, ask: askJoin, read: readJoin,
		choices: map[string]func(meetingReader) []Choice{"person": meetingReader.seats},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m meeting.Participation) (casework.Receipt, error) {
			return s.JoinMeeting(ctx, who, ref, key, m)
		}})
	serve(p, name, meetingForm[meeting.Entry]{command: meeting.Log, shape: onBoard, ask: askLog})
	serve(p, name, meetingForm[meeting.DecisionTaken]{command: meeting.RecordDecision, shape: onBoard, ask: askDecision})
	serve(p, name, meetingForm[meeting.ActionDraft]{command: meeting.AssignAction, shape: onBoard, ask: askAction, read: readAction,
		choices: map[string]func(meetingReader) []Choice{"org": meetingReader.doers},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, a meeting.ActionDraft) (casework.Receipt, error) {
			return s.AssignAction(ctx, who, ref, key, a)
		}, fields: func(Form) map[string]string { return map[string]string{"person": "org"} }})
	serve(p, name, meetingForm[meeting.ActionResult]{command: meeting.FinishAction, about: func(r meetingReader) []matter { return matters(r.toFinish()) },
		ask: []ask{askSubject("action"), askText("result", 4)}, draw: drawAction})
	serve(p, name, meetingForm[meeting.ActionDropped]{command: meeting.DropAction, about: func(r meetingReader) []matter { return matters(r.openActions()) },
		ask: []ask{askSubject("action"), askText("reason", 3)}, draw: drawAction})
	serve(p, name, meetingForm[meeting.Invitation]{command: meeting.Invite, ask: []ask{askChoice("org")},
		choices: map[string]func(meetingReader) []Choice{"org": meetingReader.invitable},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, i meeting.Invitation) (casework.Receipt, error) {
			return s.InviteToMeeting(ctx, who, ref, key, i)
		}})
	serve(p, name, meetingForm[meeting.Minutes]{command: meeting.WriteMinutes, ask: []ask{askText("summary", 10)}, fill: fillMinutes})
	serve(p, name, meetingForm[meeting.Closing]{command: meeting.Close, ask: []ask{askText("summary", 10), askTick("carryOver")}, fill: fillMinutes, draw: drawClosing})
}

// What the forms ask that stand on the board too.
var (
	askLog      = []ask{askText("text", 2)}
	askDecision = []ask{askText("text", 2), askText("reason", 2)}
	askAction   = []ask{askText("text", 2), askChoice("org"), askTime("due").orNot(), askDate("date").orNot()}
	askJoin     = []ask{askChoice("person").orNot(), askLine("role").orNot(), askTick("left")}
)

func matters(list []meeting.Action) []matter {
	var all []matter
	for _, a := range list {
		all = append(all, matter{Subject: a.ID, Name: a.ID + " – " + a.Text})
	}
	return all
}

// drawAction says which action the form is about.
func drawAction(page *commandPage, r meetingReader) {
	if a, ok := r.own.Actions[page.Subject]; ok {
		page.Facts = []fact{{r.say.T("meeting.action"), a.ID + " – " + a.Text}, {r.say.T("meeting.org"), r.name(a.Org)}}
	}
}

func drawClosing(page *commandPage, r meetingReader) {
	if open := r.openActions(); len(open) > 0 {
		var ids []string
		for _, a := range open {
			ids = append(ids, a.ID)
		}
		page.Warnings = append(page.Warnings, r.say.T("meeting.close.open", "Actions", strings.Join(ids, ", ")))
	}
}

func fillMinutes(r meetingReader, _ string) Form {
	if r.own.Summary == nil {
		return newForm()
	}
	return newForm("summary", r.own.Summary.Text)
}

// doers are who can be given an action: an organisation, or somebody of it.
func (r meetingReader) doers() []Choice {
	var all []Choice
	for _, o := range r.orgs {
		all = append(all, Choice{Value: o.ID, Text: o.Name})
		for _, p := range r.people {
			if p.Org == o.ID {
				all = append(all, Choice{Value: o.ID + "/" + p.ID, Text: o.Name + " – " + p.Name})
			}
		}
	}
	return all
}

// seats are who can be said to join or leave: who leads says so for anybody, others
// for their own organisation.
func (r meetingReader) seats() []Choice {
	var all []Choice
	for _, p := range r.people {
		if p.ID != r.reads.Person && (r.reads.Kind == "si" || p.Org == r.reads.Org) {
			all = append(all, Choice{Value: p.Org + "/" + p.ID, Text: p.Name + " – " + r.name(p.Org)})
		}
	}
	return all
}

func (r meetingReader) invitable() []Choice {
	var all []Choice
	for _, o := range r.providers {
		all = append(all, Choice{Value: o.ID, Text: o.Name})
	}
	return all
}

func readJoin(in *entries, _ meetingReader) meeting.Participation {
	org, person, _ := strings.Cut(in.Value("person"), "/")
	return meeting.Participation{Org: org, Person: person, Role: in.Value("role"), Left: in.Has("left", "yes")}
}

func readAction(in *entries, _ meetingReader) meeting.ActionDraft {
	a := meeting.ActionDraft{Text: in.Value("text")}
	a.Org, a.Person, _ = strings.Cut(in.Value("org"), "/")
	if in.Value("due") != "" {
		at := in.instant("due")
		a.Due = &at
	}
	if d := in.date("date"); d != (calendar.Date{}) {
		a.Date = &d
	}
	return a
}
