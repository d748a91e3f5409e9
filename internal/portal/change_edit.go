package portal

import (
	"net/http"
	"slices"

	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// changeEditor is the form of a change's content: step by step for a draft, whole for
// a new emergency and for a change that was handed in.
type changeEditor struct {
	Page
	changeChoices
	kind           string
	Ref, CaseTitle string
	// Action is where the form is sent, Back where one goes without sending it.
	Action, Back string
	Lead         string
	Form         Sheet
	// Step is the one that is shown; empty for the whole.
	Step     string
	Steps    []draftStep
	Sections []changeSection
	// Last are fields after the sections: why it is changed.
	Last []Field
	// Send is the text of the button; Stay and Further are there for a draft's step,
	// Later keeps a new change as a draft.
	Send, Stay, Later string
	// Changed is what somebody else wrote meanwhile where the reader wrote too.
	Changed []changedView

	// Window is what the window collides with; nil before there is a change.
	Window *draftWindow
}

// draftWindow is a draft's window with what it collides with.
type draftWindow struct {
	*Page
	Picture    *windowPicture
	Collisions []collisionView
	Checked    string
}

// draftStep is a step of a draft in the list of steps.
type draftStep struct {
	Key, Name string
	Current   bool
	// Lacks counts what lacks in it, in words; empty when nothing does.
	Lacks string
}

// IsDraft reports whether the form is that of one step of a draft.
func (e *changeEditor) IsDraft() bool { return e.Step != "" }

// Kinded reports whether the form opens a change, of the kind that it names.
func (e *changeEditor) Kinded() bool { return e.Ref == "" }

// Seen is the hash of the content that the writer began from.
func (e *changeEditor) Seen() string { return e.Form.Value("seen") }

var changeEditorShape = newShape("change_edit", &changeEditor{})

// changeEditing is the editing of a change's content by one of two commands: saving a
// draft, step by step, and revising what was handed in, as a whole.
type changeEditing struct {
	command string
	send    func(v *visit, ref, key, seen string, c change.Content, f Form) (casework.Receipt, error)
}

// The two ways to edit a change.
var (
	savesChange = changeEditing{change.Save.Name, func(v *visit, ref, key, seen string, c change.Content, _ Form) (casework.Receipt, error) {
		return v.portal.service.SaveChange(v.r.Context(), v.who, ref, key, change.Saving{Seen: seen, Content: c})
	}}
	revisesChange = changeEditing{change.Revise.Name, func(v *visit, ref, key, seen string, c change.Content, f Form) (casework.Receipt, error) {
		return v.portal.service.ReviseChange(v.r.Context(), v.who, ref, key, change.Revision{Seen: seen, Content: c, Why: f.Value("why")})
	}}
)

// steps are those that a form of this kind asks for.
func (x changeEditing) steps(v *visit, f Form) []string {
	if x.command == change.Revise.Name {
		return changeSteps
	}
	step := f.Value("step")
	if step == "" {
		step = v.query("step")
	}
	if !slices.Contains(changeSteps, step) {
		step = stepWhat
	}
	return []string{step}
}

// readFor reads the change for a form that the reader may send now.
func (x changeEditing) readFor(v *visit) (changeReader, error) {
	return commandForm[changeReader, change.Saving]{command: casework.Command[change.Saving]{Name: x.command}}.readFor(v)
}

// open shows the form with the content as it stands.
func (x changeEditing) open(v *visit) error {
	r, err := x.readFor(v)
	if err != nil {
		return v.backToCase(err)
	}
	f := formOfPlanned(r.own.Content)
	f.Values.Set("seen", r.own.Hash)
	return x.show(v, r, f, nil)
}

// show shows the form as it was typed.
func (x changeEditing) show(v *visit, r changeReader, f Form, changed []changedView) error {
	e := &changeEditor{Page: v.page(v.text.T("change.do." + x.command)), kind: r.own.Kind, Ref: r.Ref, CaseTitle: r.Title, Form: v.sheet(f), Changed: changed,
		Action: commandPath(r.Ref, x.command, ""), Back: casePath(r.Ref), Send: v.text.T("change.send." + x.command), Lead: v.text.T("change.lead." + x.command)}
	var err error
	if e.changeChoices, err = v.changeChoices(r.own.Kind, r.own.Provider, r.own.Content); err != nil {
		return err
	}
	hits := r.collisions()
	e.Window = &draftWindow{Page: &e.Page, Picture: r.drawWindow("draft-window", hits), Collisions: hits, Checked: r.checked()}
	steps := x.steps(v, f)
	if x.command == change.Save.Name {
		e.Step, e.Send, e.Stay = steps[0], v.text.T("change.send.further"), v.text.T("change.send.stay")
		e.Steps = r.draftSteps(e.Step)
	} else {
		e.Last = []Field{e.Form.Area("why", "change.why", 3)}
	}
	for _, step := range steps {
		e.Sections = append(e.Sections, e.section(step))
	}
	status := f.status()
	if len(changed) > 0 {
		status = http.StatusConflict
	}
	return show(v, status, changeEditorShape, e)
}

// draftSteps are the steps of a draft with what each lacks.
func (r changeReader) draftSteps(current string) []draftStep {
	lacks := map[string]int{}
	for _, m := range r.missing() {
		lacks[m.Step]++
	}
	var all []draftStep
	for _, step := range append(slices.Clone(changeSteps), stepCheck) {
		s := draftStep{Key: step, Name: r.say.T("change.part." + step), Current: step == current}
		if n := lacks[step]; n > 0 {
			s.Lacks = r.say.T("change.step.lacks", "Count", n)
		}
		all = append(all, s)
	}
	return all
}
