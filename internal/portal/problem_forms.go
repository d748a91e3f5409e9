package portal

import (
	"context"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

// problemForm is a form of a problem.
type problemForm[B any] = commandForm[problemReader, B]

// problemForms are the forms of a problem's commands, in the order of its story.
func (p *portal) problemForms() {
	const name = problem.Name
	serve(p, name, problemForm[problem.Assignment]{command: problem.Assign,
		ask:     []ask{askChoice("team"), askText("reason", 3), askLine("outside").orNot()},
		choices: map[string]func(problemReader) []Choice{"team": problemReader.teams},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, a problem.Assignment) (casework.Receipt, error) {
			return s.AssignProblem(ctx, who, ref, key, a)
		}, fields: func(Form) map[string]string { return map[string]string{"org": "team"} }})
	serve(p, name, problemForm[problem.Plan]{command: problem.PlanStage,
		ask:     []ask{askOne("stage"), askDate("date"), askText("reason", 3)},
		choices: map[string]func(problemReader) []Choice{"stage": problemReader.stageChoices}})
	serve(p, name, problemForm[problem.RootCause]{command: problem.IdentifyRootCause, fill: fillCause,
		ask: []ask{askText("cause", 5), askChoice("kind", problem.CauseKinds...), askLine("change").orNot(), askOne("changeBy", problem.ChangeMakers...).orNot(),
			askOne("finding", problem.Findings...).orNot(), askText("proof", 2).orNot()}})
	serve(p, name, problemForm[problem.KnownError]{command: problem.RecordKnownError, fill: fillKnown,
		ask: []ask{askText("symptoms", 4), askText("workaround", 4), askTick("public")}})
	serve(p, name, problemForm[problem.Solution]{command: problem.ImplementSolution, ask: []ask{askText("solution", 5), askLine("change").orNot()}})
	serve(p, name, problemForm[problem.OverrunAnalysis]{command: problem.AnalyseOverrun, read: readOverrun,
		ask: []ask{askText("cause", 5), askOne("share", "yes", "no"), askText("proof", 2).orNot()}})
	serve(p, name, problemForm[problem.Incident]{command: problem.LinkIncident, ask: []ask{askLine("ref")},
		read: func(in *entries, _ problemReader) problem.Incident {
			return problem.Incident{Ref: referenceOf(in.Value("ref"))}
		},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, i problem.Incident) (casework.Receipt, error) {
			return s.LinkIncident(ctx, who, ref, key, i)
		}})
	serve(p, name, problemForm[problem.Note]{command: problem.AddNote, ask: []ask{askText("text", 5)}})
	serve(p, name, problemForm[problem.Because]{command: problem.Reopen, ask: []ask{askText("reason", 4)}})
	serve(p, name, problemForm[problem.Closing]{command: problem.Close, ask: []ask{askText("result", 5)}})
	serve(p, name, problemForm[problem.Because]{command: problem.Cancel, ask: []ask{askText("reason", 4)}})
}

// teams are those that the problem can be given to.
func (r problemReader) teams() []Choice {
	var all []Choice
	for _, t := range r.catalogue.Teams {
		all = append(all, Choice{Value: t.ID, Text: r.name(t.Org) + " – " + either(r.say, t.NL, t.EN)})
	}
	return all
}

func (r problemReader) stageChoices() []Choice {
	var all []Choice
	for _, step := range r.plannable() {
		word, _ := r.word("step", step)
		all = append(all, Choice{Value: step, Text: capital(word)})
	}
	return all
}

// fillCause begins a correction with what stands.
func fillCause(r problemReader, _ string) Form {
	c := r.own.Cause
	if c == nil {
		return newForm("finding", problem.FindingNone)
	}
	return newForm("cause", c.RootCause.Cause, "kind", c.Kind, "change", c.Change, "changeBy", c.ChangeBy, "finding", c.Finding, "proof", c.Proof)
}

func fillKnown(r problemReader, _ string) Form {
	k := r.own.KnownError
	if k == nil {
		return newForm("public", "yes")
	}
	f := newForm("symptoms", k.Symptoms, "workaround", k.Workaround)
	if k.Public {
		f.Values.Set("public", "yes")
	}
	return f
}

// readOverrun asks for an explicit answer: no share is for the Board to judge (C-24).
func readOverrun(in *entries, _ problemReader) problem.OverrunAnalysis {
	if in.Value("share") == "" {
		in.Wrong("share", in.say.T("field.required"))
	}
	return problem.OverrunAnalysis{Cause: in.Value("cause"), Share: in.Has("share", "yes"), Proof: in.Value("proof")}
}
