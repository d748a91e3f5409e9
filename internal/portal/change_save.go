package portal

import (
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// submit takes the form. What it was begun from may have changed since: what only one
// of two people changed is kept, and of what both did the writer sees both.
func (x changeEditing) submit(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	r, err := readWith[changeReader](v)
	if err != nil {
		return err
	}
	if !v.who.May(identity.Action(change.Name+"."+x.command), &r.Parties) {
		return app.ErrForbidden
	}
	base := r.own.Content
	if seen := f.Value("seen"); seen != r.own.Hash {
		before, ok, err := v.portal.service.ChangeWith(v.r.Context(), v.who, r.Ref, seen)
		if err != nil {
			return err
		}
		if !ok {
			return errForm // no content that this form can have begun from
		}
		base = before.Content
	}
	steps, theirs := x.steps(v, f), []string(nil)
	for range rebases {
		c := readPlanned(&entries{Form: &f, say: v.text}, base, steps...)
		if !f.OK() {
			return x.again(v, f, nil)
		}
		if slices.Contains(steps, stepWhat) {
			if c, _, err = v.follows(c); err != nil {
				return err
			}
		}
		if x.command == change.Save.Name && f.Value("seen") == r.own.Hash && change.HashOf(c) == r.own.Hash {
			return x.saved(v, r.Ref, steps, f, casework.Receipt{}, theirs) // nothing to save
		}
		receipt, err := x.send(v, r.Ref, f.Key, f.Value("seen"), c, f)
		if err == nil {
			return x.saved(v, r.Ref, steps, f, receipt, theirs)
		}
		if refusal, stale := casework.RefusalOf(err); !stale || refusal.Code != casework.CodeStale {
			if !v.refused(&f, err, nil) {
				return err
			}
			renameFields(&f)
			return x.again(v, f, nil)
		}
		if r, err = x.readFor(v); err != nil {
			return v.backToCase(err)
		}
		m := mergeEdits(formOfPlanned(base).Values, formOfPlanned(r.own.Content).Values, f.Values, steps...)
		f.Values = m.Values
		f.Values.Set("seen", r.own.Hash)
		if len(m.Both) > 0 {
			f.Problem = v.text.T("change.both")
			return x.again(v, f, r.both(m.Both, base))
		}
		base, theirs = r.own.Content, m.Theirs
	}
	f.Problem = v.text.T("fail.busy.lead") + " " + v.text.T("form.kept")
	return x.again(v, f, nil)
}

// rebases bounds how often a form is begun anew because others were quicker.
const rebases = 4

// again shows the form where the stage still knows the command.
func (x changeEditing) again(v *visit, f Form, changed []changedView) error {
	r, err := x.readFor(v)
	if err != nil {
		return v.backToCase(err)
	}
	return x.show(v, r, f, changed)
}

// saved goes on to the step that was asked for, or back to the case.
func (x changeEditing) saved(v *visit, ref string, steps []string, f Form, receipt casework.Receipt, theirs []string) error {
	if len(theirs) > 0 {
		v.note("change.theirs", "Fields", joined(v.text, fieldNames(v.text, theirs)))
	}
	if x.command != change.Save.Name {
		v.sent(change.Name, x.command, f, receipt)
		return nil
	}
	next := f.Value("go")
	switch {
	case next == stepCheck, slices.Contains(changeSteps, next):
	case next == "stay":
		next = steps[0]
	default:
		next = stepCheck
		if i := slices.Index(changeSteps, steps[0]); i+1 < len(changeSteps) {
			next = changeSteps[i+1]
		}
	}
	if receipt.Ref != "" {
		v.done("change.done.save")
	}
	for _, code := range receipt.Notes {
		v.note("note." + code)
	}
	v.redirect(draftPath(ref, next))
	return nil
}
