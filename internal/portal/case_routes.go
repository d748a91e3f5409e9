package portal

import "github.com/go-chi/chi/v5"

// caseRoutes are the pages of one case.
func (p *portal) caseRoutes(r chi.Router) {
	r.Get("/cases/{ref}", p.signedIn(p.caseShow))
}
