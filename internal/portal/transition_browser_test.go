package portal_test

import "testing"

// slipped is a programme in which Alfa's delay reached Beta and the Service Integrator.
func (s site) slipped(t *testing.T) string {
	t.Helper()
	ref := s.programme(t)
	s.as(t, "alfa-verantwoordelijke").steers(ref, "forecast?subject=M1", "date", "2026-04-22", "reason", "De servers komen later.")
	return ref
}

func TestTheProgrammeIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.slipped(t)
	on := func(page string) string { return "/programmes/" + ref + page }
	s.inspects(t, "bestuurslid", map[string]string{"programme": on(""), "plan": on("/plan"), "plan-week": on("/plan?zoom=week"), "plan-table": on("/plan?view=table"), "steering": on("/steering"),
		"baselines": on("/baselines"), "milestone": on("/milestone?id=M1"), "programmes": "/programmes"})
	s.inspects(t, "beta-verantwoordelijke", map[string]string{"programme-provider": on(""), "acknowledge": "/cases/" + ref + "/acknowledge"})
	s.inspects(t, "si-programma", map[string]string{"programme-new": "/programmes/new", "programme-case": "/cases/" + ref, "propose": "/cases/" + ref + "/propose", "open-session": "/cases/" + ref + "/open-session"})
}
