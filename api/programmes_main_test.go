package api_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"termijn/internal/apptest"
)

// People of the demonstration ecosystem that programmes are about.
const (
	programmeLead = "si-programma"
)

// Who leads programmes, who promises milestones, and who says how these stand.
var (
	programmers = []string{programmeLead}
	steerers    = []string{programmeLead, boardMember}
	promisers   = slices.Concat(steerers, []string{"alfa-verantwoordelijke", "noord-projectleider"})
	reporters   = slices.Concat(promisers, []string{"alfa-medewerker"})
)

// onboarding is a programme of noord with alfa and the Service Integrator.
func onboarding(changes ...object) object {
	return merged(object{"kind": "client_onboarding", "client": "noord", "plan": object{
		"title":      "Aansluiting van Noord",
		"projects":   []object{{"id": "ALFA", "title": "Overname", "owner": object{"org": "alfa"}}, {"id": "SI", "title": "Aansluiting", "owner": object{"org": "si"}}},
		"milestones": []object{{"id": "M1", "title": "Overgenomen", "project": "ALFA", "due": "2026-04-01"}, {"id": "M2", "title": "Aangesloten", "project": "SI", "due": "2026-04-15", "goLive": true}},
		"links":      []object{{"from": "M1", "to": "M2", "lag": 5}},
		"products":   []object{{"id": "P1", "milestone": "M1", "title": "Dossier", "criteria": []string{"Volledig"}}},
		"checklist":  []object{{"id": "C1", "milestone": "M2", "kind": "back_out", "title": "Terugval geoefend"}},
	}}, changes...)
}

// programmeOpened opens a programme and returns its address.
func programmeOpened(t testing.TB, s apptest.Site, body object) (ref, path string) {
	t.Helper()
	r := apptest.Read[receipt](t, s.As(programmeLead).Post(t, "/api/v1/programmes", body), http.StatusCreated)
	return r.Ref, "/api/v1/programmes/" + r.Ref
}

// programmeRoutes are those of transition programmes.
var programmeRoutes = map[string]access{
	"GET /api/v1/programmes":              {status: 200},
	"GET /api/v1/programmes/templates":    {status: 200, only: programmers},
	"GET /api/v1/programmes/{ref}":        {status: 200},
	"GET /api/v1/programmes/{ref}/export": {status: 200},
	"POST /api/v1/programmes":             {status: 422, only: programmers},
	// JSON is no plan's file; what is sent lacks something.
	"POST /api/v1/programmes/check":                       {status: 422, only: programmers},
	"POST /api/v1/programmes/import":                      {status: 422, only: programmers},
	"POST /api/v1/programmes/from-template":               {status: 422, only: programmers},
	"POST /api/v1/programmes/{ref}/plan-changes":          {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/submission":            {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/award":                 {status: 409, only: steerers},
	"POST /api/v1/programmes/{ref}/forecasts":             {status: 409, only: reporters},
	"POST /api/v1/programmes/{ref}/acknowledgements":      {status: 409, only: promisers},
	"POST /api/v1/programmes/{ref}/reachings":             {status: 409, only: promisers},
	"POST /api/v1/programmes/{ref}/deliveries":            {status: 409, only: reporters},
	"POST /api/v1/programmes/{ref}/checks":                {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/evidence":              {status: 409, only: reporters},
	"POST /api/v1/programmes/{ref}/evidence-withdrawals":  {status: 409, only: promisers},
	"POST /api/v1/programmes/{ref}/risks":                 {status: 409, only: reporters},
	"POST /api/v1/programmes/{ref}/risk-updates":          {status: 409, only: reporters},
	"POST /api/v1/programmes/{ref}/exit-items":            {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/exit-settlements":      {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/proposals":             {status: 409, only: promisers},
	"POST /api/v1/programmes/{ref}/proposal-withdrawals":  {status: 409, only: promisers},
	"POST /api/v1/programmes/{ref}/sessions":              {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/session-openings":      {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/puttings":              {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/decisions":             {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/session-closings":      {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/payment-resubmissions": {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/completion":            {status: 409, only: programmers},
	"POST /api/v1/programmes/{ref}/stopping":              {status: 409, only: []string{boardMember}},
}

// withProgrammes adds to a test of all routes what programmes bring.
func withProgrammes(t *testing.T, s apptest.Site, routes map[string]access, refs map[string]string) {
	t.Helper()
	maps.Copy(routes, programmeRoutes)
	ref, path := programmeOpened(t, s, onboarding())
	done(t, s.As(boardMember), path+"/stopping", object{"reason": "Noord sluit niet aan."})
	refs["programmes"] = ref
}

// programmeBodies are what is sent to routes that open a programme: it lacks something.
var programmeBodies = map[string]object{
	"/api/v1/programmes":               {"kind": "programme", "plan": object{"title": " "}},
	"/api/v1/programmes/check":         {"title": " "},
	"/api/v1/programmes/import":        {"title": " "},
	"/api/v1/programmes/from-template": {"template": "joining"},
}
