package portal

import (
	"context"
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
)

// matter is something in a case that a form can be about.
type matter struct{ Subject, Name string }

// commandForm is how the portal asks for a command with body B in a case that an
// R reads. Beside the command only what makes the body must be there: ask, or
// draw and read. Texts are <process>.do.<command> (the title), .send. (the
// button), .done. (what became of it) and, where wanted, .lead.
type commandForm[R caseView, B any] struct {
	command casework.Command[B]
	// ask declares fields whose names are those of the body.
	ask []ask
	// choices are the options of an asked field that depend on the case, by its name.
	choices map[string]func(r R) []Choice
	// shape is the form's own template; plainCommand when it has none.
	shape sender[*commandPage]
	// about returns what the form can be about now, and nil when the command is
	// about the whole case. A form about nothing cannot be filled in.
	about func(r R) []matter
	// fill is what stands in the form at first.
	fill func(r R, subject string) Form
	// rows is the name of the part that grows by rows, for example "lines".
	rows string
	// draw puts facts, warnings and further fields on the page.
	draw func(page *commandPage, r R)
	// read makes the command's body of what was typed; nil makes it of what is asked.
	read func(in *entries, r R) B
	// fields renames paths of refusals to names of the form.
	fields func(f Form) map[string]string
	// differs is how the content differs from what the reader saw.
	differs []changedView
	// send sends the body; nil sends it as it is.
	send func(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, body B) (casework.Receipt, error)
}

// readWith reads the case of the address as its process does.
func readWith[R caseView](v *visit) (R, error) {
	view, err := v.readCase()
	r, ok := view.(R)
	if err == nil && !ok {
		err = app.ErrNotFound
	}
	return r, err
}

// open shows the form as it is at first.
func (c commandForm[R, B]) open(v *visit) error {
	r, err := c.readFor(v)
	var subject string
	if err == nil {
		subject, err = c.subject(r, v.query("subject"))
	}
	if err != nil {
		return v.backToCase(err)
	}
	form := newForm()
	if c.fill != nil {
		form = c.fill(r, subject)
	}
	return c.show(v, r, form, subject)
}

// backToCase shows the case instead of a form that it refuses: the case itself says
// best what can be done. Other errors stay.
func (v *visit) backToCase(err error) error {
	refusal, ok := casework.RefusalOf(err)
	if !ok {
		return err
	}
	v.problem(v.refusalText(refusal))
	v.redirect(casePath(v.param("ref")))
	return nil
}

// readFor reads the case of the address for the command: it must be one that the
// reader may send and that the case's stage allows.
func (c commandForm[R, B]) readFor(v *visit) (R, error) {
	r, err := readWith[R](v)
	if err != nil {
		return r, err
	}
	switch x := r.reader(); {
	case !v.who.May(identity.Action(x.Process+"."+c.command.Name), &x.Parties):
		return r, app.ErrForbidden
	case x.Outcome != "":
		return r, casework.Refuse(casework.CodeClosed, "outcome", x.Outcome)
	case !slices.Contains(x.proc.allows(x.Stage), c.command.Name):
		return r, casework.Refuse(casework.CodeNotNow, "stage", x.Stage)
	}
	return r, nil
}

// subject chooses what the form is about: what was asked for, else the first.
func (c commandForm[R, B]) subject(r R, wanted string) (string, error) {
	if c.about == nil {
		return "", nil
	}
	all := c.about(r)
	for _, s := range all {
		if s.Subject == wanted {
			return wanted, nil
		}
	}
	if len(all) == 0 {
		return "", casework.Refuse(casework.CodeDone)
	}
	return all[0].Subject, nil
}

func (c commandForm[R, B]) show(v *visit, r R, f Form, subject string) error {
	x, name := r.reader(), c.command.Name
	page := &commandPage{Page: v.page(titled(v.text, x.Process+".do.", name)), Ref: x.Ref, CaseTitle: x.Title, Process: x.Process, Command: name,
		Form: v.sheet(f), Subject: subject, Changed: c.differs, Grave: x.proc.isGrave(name)}
	if id := x.Process + ".lead." + name; v.text.Has(id) {
		page.Lead = v.text.T(id)
	}
	if c.about != nil {
		for _, s := range c.about(r) {
			if s.Subject != subject {
				page.Others = append(page.Others, action{Path: commandPath(x.Ref, name, s.Subject), Text: s.Name})
			}
		}
	}
	for _, a := range c.ask {
		page.Fields = a.draw(page, c.optionsOf(a, x, r))
	}
	if c.draw != nil {
		c.draw(page, r)
	}
	send := c.shape
	if send == nil {
		send = plainCommand
	}
	return send(v, f.status(), page)
}

// submit reads what was typed and sends it. A form that was not done comes back
// as it was typed.
func (c commandForm[R, B]) submit(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	// Not readFor: a form that is sent again is answered again, whatever the stage.
	r, err := readWith[R](v)
	if err != nil {
		return err
	}
	x := r.reader()
	if !v.who.May(identity.Action(x.Process+"."+c.command.Name), &x.Parties) {
		return app.ErrForbidden
	}
	subject := f.Value("subject")
	// The form comes back only where the stage still knows the command.
	again := func() error {
		if _, err := c.readFor(v); err != nil {
			return err
		}
		return c.show(v, r, f, subject)
	}
	if c.rows != "" && f.editRows(c.rows) || f.Value("do") != "" {
		return again()
	}
	body := c.body(&entries{Form: &f, say: v.text}, r)
	if !f.OK() {
		return again()
	}
	receipt, err := c.deliver(v, x, f.Key, body)
	if err != nil {
		var renamed map[string]string
		if c.fields != nil {
			renamed = c.fields(f)
		}
		if !v.refused(&f, err, renamed) {
			return err
		}
		if refusal, ok := casework.RefusalOf(err); ok && refusal.Code == casework.CodeStale {
			return c.showStale(v, f, subject)
		}
		return again()
	}
	v.sent(x.Process, c.command.Name, f, receipt)
	return nil
}

// body makes the command's body of what was typed.
func (c commandForm[R, B]) body(in *entries, r R) B {
	if c.read != nil {
		return c.read(in, r)
	}
	return bodyOf[B](in, c.ask)
}

func (c commandForm[R, B]) deliver(v *visit, x caseReader, key string, body B) (casework.Receipt, error) {
	if c.send != nil {
		return c.send(v.r.Context(), v.portal.service, v.who, x.Ref, key, body)
	}
	return app.Send(v.r.Context(), v.portal.service, v.who, x.Process, x.Ref, key, c.command, body)
}

// sent tells the sender that it is done, with the case's remarks, and goes back to
// where the form stood, else to where its process has its pages.
func (v *visit) sent(process, command string, f Form, receipt casework.Receipt) {
	if id := process + ".done." + command; v.text.Has(id) {
		v.done(id)
	} else {
		v.done("form.done", "What", titled(v.text, process+".do.", command))
	}
	for _, code := range receipt.Notes {
		v.note("note." + code)
	}
	v.redirect(f.next(v.portal.process(process).homeOf(receipt.Ref)))
}
