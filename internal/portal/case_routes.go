package portal

import (
	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
)

// caseRoutes are the pages of one case and the forms of its commands. Which forms
// there are depends on the case's process: two processes may each have a "withdraw".
func (p *portal) caseRoutes(r chi.Router) {
	r.Get("/cases/{ref}", p.signedIn(p.caseShow))
	r.Get("/cases/{ref}/{command}", p.signedIn(p.commandShow))
	r.Post("/cases/{ref}/{command}", p.signedIn(p.commandSubmit))
}

// commandHandlers show a command's form and take it when it is sent.
type commandHandlers struct{ show, submit handler }

// serve adds a command's form to the cases of a process: /cases/{ref}/{command}.
func serve[R caseView, B any](p *portal, process string, c commandForm[R, B]) {
	p.forms[process+"."+c.command.Name] = commandHandlers{c.open, c.submit}
}

// formOf finds the form of the address in the case's process. A case that the
// reader may not see has none.
func (v *visit) formOf() (commandHandlers, error) {
	row, err := v.portal.service.Case(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return commandHandlers{}, err
	}
	f, ok := v.portal.forms[row.Process+"."+v.param("command")]
	if !ok {
		return commandHandlers{}, app.ErrNotFound
	}
	return f, nil
}

// commandShow is the form of a command.
func (p *portal) commandShow(v *visit) error {
	f, err := v.formOf()
	if err != nil {
		return err
	}
	return f.show(v)
}

// commandSubmit takes the form of a command.
func (p *portal) commandSubmit(v *visit) error {
	f, err := v.formOf()
	if err != nil {
		return err
	}
	return f.submit(v)
}
