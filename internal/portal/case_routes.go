package portal

import "github.com/go-chi/chi/v5"

// caseRoutes are the pages of one case.
func (p *portal) caseRoutes(chi.Router) {}
