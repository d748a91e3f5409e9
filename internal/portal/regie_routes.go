package portal

import "github.com/go-chi/chi/v5"

// regieRoutes are the pages of support in regie.
func (p *portal) regieRoutes(chi.Router) {}
