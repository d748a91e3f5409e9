package portal

import (
	"termijn/internal/app"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// missingView is something that a draft lacks before it can be handed in, and where it
// is filled in.
type missingView struct{ Step, Field, Path, Name, Text string }

// missing is what the draft lacks, in the order of the form (B-16).
func (r changeReader) missing() []missingView {
	refusal, ok := casework.RefusalOf(r.own.Content.Whole(r.own.Kind, r.own.Policy, r.Now))
	if !ok {
		return nil
	}
	found := map[string]missingView{}
	for _, e := range refusal.Fields {
		name := changeField(e.Field)
		if _, twice := found[name]; twice {
			continue
		}
		step := askedIn(name)
		m := missingView{Step: step, Field: name, Name: fieldName(r.say, name)}
		if r.may(change.Save.Name) {
			m.Path = draftPath(r.Ref, step) + "#f-" + name
		}
		if e.Code != "required" {
			m.Text = app.ExplainField(r.say, e) // that it lacks, its name says
		}
		found[name] = m
	}
	var all []missingView
	for _, step := range changeSteps {
		for _, name := range changeFields[step] {
			if m, ok := found[name]; ok && m.Step == step {
				all = append(all, m)
				delete(found, name)
			}
		}
	}
	return all
}

// changeHandingIn is the last step of a draft: what lacks, what it collides with, and
// the whole as it will be handed in.
type changeHandingIn struct {
	*Page
	Steps   []draftStep
	Missing []missingView
	Window  *draftWindow
	Parts   []contentPart
	// Further says what happens when it is handed in.
	Further string
	// Save is where the steps are.
	Save string
}

// handsIn is the form with which a draft is handed in.
var handsIn = commandForm[changeReader, change.Submission]{command: change.Submit, shape: newCommandShape[*changeHandingIn]("change_submit"),
	ask:  []ask{askContent("seen")},
	fill: func(r changeReader, _ string) Form { return newForm("content", r.own.Hash) },
	draw: func(page *commandPage, r changeReader) {
		hits := r.collisions()
		page.Own = &changeHandingIn{Page: &page.Page, Steps: r.draftSteps(stepCheck), Missing: r.missing(), Parts: r.parts(), Save: commandPath(r.Ref, change.Save.Name, ""),
			Window:  &draftWindow{Page: &page.Page, Picture: r.drawWindow("draft-window", hits), Collisions: hits, Checked: r.checked()},
			Further: r.say.T("change.further." + r.own.Kind)}
	},
	read: func(in *entries, _ changeReader) change.Submission {
		return change.Submission{Seen: in.Value("content")}
	},
	fields: func(f Form) map[string]string { return nil },
	send:   submitChange}
