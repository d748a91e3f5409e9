package portal

import "github.com/go-chi/chi/v5"

// regieRoutes are the pages of support in regie: the order form, the list, and a
// form for every command of a case.
func (p *portal) regieRoutes(r chi.Router) {
	p.register(regieProcess)
	r.Get("/regie", p.signedIn(p.regieList))
	r.Get("/regie/export.{format}", p.signedIn(p.regieExport))
	r.Get("/regie/new", p.signedIn(p.regieNew))
	r.Post("/regie/new", p.signedIn(p.regieOpen))
	p.informationForms()
	p.offerForms()
	p.orderForms()
	p.workForms()
}
