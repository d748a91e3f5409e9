package portal

import "github.com/go-chi/chi/v5"

// regieRoutes are the pages of support in regie: the order form, the list, and a
// form for every command of a case.
func (p *portal) regieRoutes(r chi.Router) {
	r.Get("/regie", p.signedIn(p.regieList))
	r.Get("/regie/export.{format}", p.signedIn(p.regieExport))
	r.Get("/regie/new", p.signedIn(p.regieNew))
	r.Post("/regie/new", p.signedIn(p.regieOpen))
	p.informationForms(r)
	p.offerForms(r)
	p.orderForms(r)
	p.workForms(r)
}
