package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// commandPage is the form of one command of a case, with what one needs to see
// to fill it in.
type commandPage struct {
	Page
	Ref, CaseTitle, Command string
	Form                    Sheet
	Lead                    string
	// Warnings say beforehand what sending will not do.
	Warnings []string
	// Subject is what in the case the form is about.
	Subject string
	// Others are the same form about something else in the case.
	Others []action
	Fields []Field
	// More is the text of the button that adds a row to Fields; empty for none.
	More  string
	Grave bool

	// Changed is how what is decided on differs from what the reader saw.
	Changed []changedView

	Facts    []fact
	Offer    *offerView
	Billed   []billedView
	Total    string
	Lines    []lineForm
	Days     []dayForm
	Profiles []Choice
}

// Send is the text of the button.
func (p *commandPage) Send() string { return p.T("regie.send." + p.Command) }

// Action is where the form is sent.
func (p *commandPage) Action() string { return casePath(p.Ref) + "/" + p.Command }

// NextRow is the first field of the row that the button for one more adds: the
// reader comes back there.
func (p *commandPage) NextRow() string { return fmt.Sprintf("f-lines[%d].profile", len(p.Lines)) }

var commandShape = newShape("regie_command", &commandPage{})

// commandForm is how the portal asks for a command.
type commandForm[B any] struct {
	command casework.Command[B]
	// shape is the form's own template; commandShape when it has none.
	shape *shape[*commandPage]
	// about returns what the form can be about now, and nil when the command is
	// about the whole case. A form about nothing cannot be filled in.
	about func(r regieReader) []candidate
	// fill is what stands in the form at first.
	fill func(r regieReader, subject string) Form
	// rows is the name of the part that grows by rows, for example "lines".
	rows string
	// draw puts the fields on the page.
	draw func(page *commandPage, r regieReader)
	// read makes the command's body of what was typed.
	read func(in *entries, r regieReader) B
	// fields renames paths of refusals to names of the form.
	fields func(f Form) map[string]string
	// differs is how the content differs from what the reader saw.
	differs []changedView
	// send sends the body; nil sends it as it is.
	send func(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, body B) (casework.Receipt, error)
}

// serve adds a command's form to the site: /cases/{ref}/{command}.
func serve[B any](p *portal, r chi.Router, c commandForm[B]) {
	path := "/cases/{ref}/" + c.command.Name
	r.Get(path, p.signedIn(func(v *visit) error {
		reader, err := v.readFor(c.command.Name)
		var subject string
		if err == nil {
			subject, err = c.subject(reader, v.query("subject"))
		}
		if refusal, ok := casework.RefusalOf(err); ok {
			// The case itself says best what can be done instead.
			v.problem(refusalText(v.text, refusal))
			v.redirect(casePath(v.param("ref")))
			return nil
		}
		if err != nil {
			return err
		}
		form := newForm()
		if c.fill != nil {
			form = c.fill(reader, subject)
		}
		return c.show(v, reader, form, subject)
	}))
	r.Post(path, p.signedIn(func(v *visit) error { return c.submit(v) }))
}

// readFor reads a case of the address for a command: it must be one that the
// reader may send and that the case's stage allows.
func (v *visit) readFor(command string) (regieReader, error) {
	r, err := v.readCase()
	switch {
	case err != nil:
		return r, err
	case !v.who.May(identity.Action(regie.Name+"."+command), &r.Parties):
		return r, app.ErrForbidden
	case r.Outcome != "":
		return r, casework.Refuse(casework.CodeClosed, "outcome", r.Outcome)
	case !slices.Contains(regie.Allowed(r.Stage), command):
		return r, casework.Refuse(casework.CodeNotNow, "stage", r.Stage)
	}
	return r, nil
}

// subject chooses what the form is about: what was asked for, else the first.
func (c commandForm[B]) subject(r regieReader, wanted string) (string, error) {
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

func (c commandForm[B]) show(v *visit, r regieReader, f Form, subject string) error {
	page := &commandPage{Page: v.page(v.text.T("regie.do." + c.command.Name)), Ref: r.Ref, CaseTitle: r.Title, Command: c.command.Name,
		Form: v.sheet(f), Subject: subject, Changed: c.differs, Grave: slices.Contains(grave, c.command.Name)}
	if id := "regie.lead." + c.command.Name; v.text.Has(id) {
		page.Lead = v.text.T(id)
	}
	if c.about != nil {
		for _, s := range c.about(r) {
			if s.Subject != subject {
				page.Others = append(page.Others, action{Path: commandPath(r.Ref, c.command.Name, s.Subject), Text: s.Name})
			}
		}
	}
	if c.draw != nil {
		c.draw(page, r)
	}
	s := commandShape
	if c.shape != nil {
		s = *c.shape
	}
	return show(v, f.status(), s, page)
}

// submit reads what was typed and sends it. A form that was not done comes back
// as it was typed.
func (c commandForm[B]) submit(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	// Not readFor: a form that is sent again is answered again, whatever the stage.
	r, err := v.readCase()
	if err != nil {
		return err
	}
	if !v.who.May(identity.Action(regie.Name+"."+c.command.Name), &r.Parties) {
		return app.ErrForbidden
	}
	subject := f.Value("subject")
	// The form comes back only where the stage still knows the command.
	again := func() error {
		if _, err := v.readFor(c.command.Name); err != nil {
			return err
		}
		return c.show(v, r, f, subject)
	}
	if c.rows != "" && f.editRows(c.rows) || f.Value("do") != "" {
		return again()
	}
	in := &entries{Form: &f, say: v.text}
	body := c.read(in, r)
	if !f.OK() {
		return again()
	}
	send := c.send
	if send == nil {
		send = func(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, body B) (casework.Receipt, error) {
			return app.Send(ctx, s, p, regie.Name, ref, key, c.command, body)
		}
	}
	receipt, err := send(v.r.Context(), v.portal.service, v.who, r.Ref, f.Key, body)
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
	v.sent(c.command.Name, receipt)
	return nil
}

// sent tells the sender that it is done, with the case's remarks, and goes back
// to the case.
func (v *visit) sent(command string, receipt casework.Receipt) {
	v.done("regie.done." + command)
	for _, code := range receipt.Notes {
		v.note("note." + code)
	}
	v.redirect(casePath(receipt.Ref))
}
