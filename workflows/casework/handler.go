package casework

import "termijn/internal/record"

// serviceIntegrator is the organisation of the Service Integrator.
const serviceIntegrator = "si"

// Handler is who works on a case: a team, and the agent of it who took it.
type Handler struct {
	Team string `json:"team"`
	Org  string `json:"org"`
	// Agent is a person; empty until somebody took it.
	Agent string `json:"agent,omitempty"`
}

// Desk reports whether the Service Integrator itself works on it.
func (h Handler) Desk() bool { return h.Org == serviceIntegrator }

// People is who can be asked: the agent, else everybody of the organisation who
// takes such work.
func (h Handler) People() record.Recipient {
	switch {
	case h.Agent != "":
		return record.Recipient{Person: h.Agent}
	case h.Desk():
		return record.Recipient{Org: h.Org, Role: "service_desk"}
	}
	return record.Recipient{Org: h.Org, Role: "agent"}
}

// Managers is the duty manager.
func (h Handler) Managers() record.Recipient {
	if h.Desk() {
		return record.Recipient{Org: h.Org, Role: "slm"}
	}
	return record.Recipient{Org: h.Org, Role: "manager"}
}

// Recipients resolves the parts "handler.agent" and "handler.manager" of a ladder.
func (h Handler) Recipients(part string) ([]record.Recipient, bool) {
	switch part {
	case "handler.agent":
		return []record.Recipient{h.People()}, true
	case "handler.manager":
		return []record.Recipient{h.Managers()}, true
	}
	return nil, false
}
