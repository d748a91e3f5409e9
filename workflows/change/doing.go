package change

import (
	"slices"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// doer is who does it in a role of its provider. GOS is run by the Service Integrator
// itself: what it changes there is done by its administrators (F-04).
func (s State) doer(role string) record.Recipient {
	if s.Provider == integrator {
		role = "admin"
	}
	return record.Recipient{Org: s.Provider, Role: role}
}

// doers are all who do it.
func (s State) doers() []record.Recipient {
	return slices.Compact([]record.Recipient{s.doer("agent"), s.doer("manager")})
}

// checkMine refuses a person of another organisation than the one that does it.
func checkMine(s *situation) error {
	if s.Actor.Org != s.Own.Provider {
		return casework.Refuse("not_yours", "provider", s.Own.Provider)
	}
	return nil
}
