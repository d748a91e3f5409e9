package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// People of the demonstration ecosystem that changes are about.
const (
	changeManager = "si-cab-voorzitter"
	providerHead  = "alfa-verantwoordelijke"
)

// template is a standard change that lacks nothing, frame the frame of a pipeline.
func template(changes ...object) object {
	return merged(object{"kind": "template", "name": "Certificaat vernieuwen", "why": "Tien keer gedaan.", "items": []string{"burgerloket"}, "minutes": 30,
		"steps": []string{"Plaatsen", "Herladen"}, "impact": "Geen.", "risk": object{"likelihood": "low", "effect": "low"}, "testPlan": "Op test.",
		"backOut": "Het oude terugzetten.", "communication": "Aan de servicedesk."}, changes...)
}

func frame(changes ...object) object {
	return merged(object{"kind": "frame", "name": "Uitrol van het loket", "why": "Volledig getest.", "items": []string{"burgerloket"}, "minutes": 30,
		"risk": object{"likelihood": "low", "effect": "medium"}, "backOut": "De vorige versie uitrollen.", "communication": "Aan de servicedesk.",
		"environments": []string{"productie"}, "evidence": []string{"unit"}, "decide": "collision"}, changes...)
}

// standardInForce brings a standard change of alfa into force and returns its address.
func standardInForce(t testing.TB, s apptest.Site, text object) (ref, path string) {
	t.Helper()
	r := apptest.Read[receipt](t, s.As(providerAgent).Post(t, "/api/v1/standard-changes", object{"text": text}), http.StatusCreated)
	path = "/api/v1/standard-changes/" + r.Ref
	done(t, s.As(providerAgent), path+"/submission", object{"content": draftOf(t, s, path)})
	decide(t, s.As(changeManager), openTask(t, s.As(changeManager), r.Ref, "approve_standard"), "approve", "")
	return r.Ref, path
}

// draftOf is the hash of a standard change's draft.
func draftOf(t testing.TB, s apptest.Site, path string) string {
	t.Helper()
	draft, ok := see(t, s.As(providerAgent), path).State["draft"].(map[string]any)
	require.True(t, ok, "there is a draft")
	content, ok := draft["content"].(string)
	require.True(t, ok)
	return content
}

// endedChanges are cases of alfa's changes and their kin that have ended, by resource.
func endedChanges(t *testing.T, s apptest.Site) map[string]string {
	t.Helper()
	refs := map[string]string{}
	ref, path := standardInForce(t, s, template())
	done(t, s.As(providerAgent), path+"/retirement", object{"reason": "De dienst stopt."})
	refs["standard-changes"] = ref
	standardInForce(t, s, frame())
	chair := s.As(changeManager)
	examples := examplesOf(t, s)
	refs["cab/boards"] = apptest.Read[receipt](t, chair.Post(t, "/api/v1/cab/boards", examples["/api/v1/cab/boards"]), http.StatusCreated).Ref
	refs["cab/meetings"] = linked(t, chair, "/api/v1/cab/boards/"+refs["cab/boards"], "session")
	done(t, chair, "/api/v1/cab/boards/"+refs["cab/boards"]+"/closing", object{"reason": "Samengevoegd."})
	require.Eventually(t, func() bool { return see(t, chair, "/api/v1/cab/meetings/"+refs["cab/meetings"]).Outcome != "" }, 20*time.Second, 50*time.Millisecond)
	refs["freezes"] = apptest.Read[receipt](t, s.As(changeManager).Post(t, "/api/v1/freezes", object{"kind": "freeze", "title": "Stop", "reason": "Piek.", "items": []string{"werkplek"},
		"from": "2026-06-01T00:00:00+02:00", "to": "2026-06-02T00:00:00+02:00"}), http.StatusCreated).Ref
	done(t, chair, "/api/v1/freezes/"+refs["freezes"]+"/lifting", object{"reason": "Voorbij."})
	refs["servicemap"] = apptest.Read[struct{ Ref string }](t, chair.Get(t, "/api/v1/servicemap"), http.StatusOK).Ref
	refs["changes"] = asks(t, s, http.StatusCreated, deployment()).Ref
	done(t, s.As(providerAgent), "/api/v1/changes/"+refs["changes"]+"/outcome", object{"result": "success"})
	return refs
}

// doers plan and carry out the changes of their own organisation.
var doers = append([]string{"si-beheerder"}, agents...)

// changeRoutes are those of changes and what belongs to them.
var changeRoutes = map[string]access{
	"GET /api/v1/reports/changes":                 {status: 200, only: notClients},
	"GET /api/v1/changes":                         {status: 200},
	"GET /api/v1/changes/{ref}":                   {status: 200},
	"POST /api/v1/changes":                        {status: 422, only: slices.Concat(betaAgents, doers)},
	"POST /api/v1/changes/{ref}/content":          {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/submission":       {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/assessment":       {status: 409, only: []string{changeManager}},
	"POST /api/v1/changes/{ref}/kind":             {status: 409, only: append([]string{changeManager}, doers...)},
	"POST /api/v1/changes/{ref}/revisions":        {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/votes":            {status: 409, only: slices.Concat(agents, siPeople, []string{boardMember})},
	"POST /api/v1/changes/{ref}/ruling":           {status: 409, only: []string{changeManager}},
	"POST /api/v1/changes/{ref}/start":            {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/steps":            {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/completion":       {status: 409, only: doers},
	"POST /api/v1/changes/{ref}/review":           {status: 409, only: []string{changeManager}},
	"POST /api/v1/changes/{ref}/caused-incidents": {status: 409, only: slices.Concat(agents, keepers)},
	"POST /api/v1/changes/{ref}/notes":            {status: 409, only: slices.Concat(agents, siPeople, []string{boardMember})},
	"POST /api/v1/changes/{ref}/withdrawal":       {status: 409, only: doers},

	"GET /api/v1/cab/boards":                          {status: 200},
	"GET /api/v1/cab/boards/{ref}":                    {status: 200},
	"POST /api/v1/cab/boards":                         {status: 422, only: []string{changeManager}},
	"POST /api/v1/cab/boards/{ref}/definitions":       {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/boards/{ref}/skipped-meetings":  {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/boards/{ref}/moved-meetings":    {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/boards/{ref}/extra-meetings":    {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/boards/{ref}/closing":           {status: 409, only: []string{changeManager}},
	"GET /api/v1/cab/meetings":                        {status: 200},
	"GET /api/v1/cab/meetings/{ref}":                  {status: 200},
	"POST /api/v1/cab/meetings/{ref}/items":           {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/taken-off-items": {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/order":           {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/refill":          {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/opening":         {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/presence":        {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/front":           {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/rulings":         {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/strokes":         {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/minutes":         {status: 409, only: []string{changeManager}},
	"POST /api/v1/cab/meetings/{ref}/closing":         {status: 409, only: []string{changeManager}},

	"GET /api/v1/calendar": {status: 200},

	"GET /api/v1/freezes":                    {status: 200},
	"GET /api/v1/freezes/{ref}":              {status: 200},
	"POST /api/v1/freezes":                   {status: 422, only: []string{changeManager}},
	"POST /api/v1/freezes/{ref}/updates":     {status: 409, only: slices.Concat([]string{changeManager}, agents, betaAgents)},
	"POST /api/v1/freezes/{ref}/lifting":     {status: 409, only: slices.Concat([]string{changeManager}, agents, betaAgents)},
	"GET /api/v1/servicemap":                 {status: 200},
	"GET /api/v1/servicemap/export":          {status: 200},
	"POST /api/v1/servicemap/check":          {status: 422, only: []string{"si-beheerder"}},
	"POST /api/v1/servicemap/import":         {status: 422, only: []string{"si-beheerder"}},
	"POST /api/v1/servicemap/{ref}/editions": {status: 422, only: []string{"si-beheerder"}},

	"POST /api/v1/changes/gate":          {status: 422, only: append(betaAgents, agents...)},
	"GET /api/v1/changes/{ref}/gate":     {status: 200},
	"POST /api/v1/changes/{ref}/outcome": {status: 409, only: agents},

	"GET /api/v1/standard-changes":                         {status: 200},
	"GET /api/v1/standard-changes/in-force":                {status: 200, only: notClients},
	"GET /api/v1/standard-changes/{ref}":                   {status: 200},
	"POST /api/v1/standard-changes":                        {status: 422, only: append(betaAgents, agents...)},
	"POST /api/v1/standard-changes/{ref}/submission":       {status: 409, only: agents},
	"POST /api/v1/standard-changes/{ref}/revisions":        {status: 409, only: agents},
	"POST /api/v1/standard-changes/{ref}/draft-withdrawal": {status: 409, only: agents},
	"POST /api/v1/standard-changes/{ref}/retirement":       {status: 409, only: agents},
	"POST /api/v1/standard-changes/{ref}/setting-back":     {status: 409, only: []string{changeManager}},
}

// changeOpenings are routes that open a case: what is sent to them lacks something.
var changeOpenings = map[string]object{
	"/api/v1/standard-changes":          {"text": template(object{"name": " "})},
	"/api/v1/changes":                   {"kind": "normal", "content": object{"title": " "}},
	"/api/v1/cab/boards":                {"name": " ", "kind": "cab", "seats": object{}, "rule": "all"},
	"/api/v1/freezes":                   {"kind": "freeze", "title": " ", "reason": "x"},
	"/api/v1/servicemap/{ref}/editions": {"seen": 1, "reason": " "},
	"/api/v1/servicemap/check":          {"seen": 1},
	"/api/v1/servicemap/import":         {"seen": 1},
	"/api/v1/changes/gate":              {"service": " ", "environment": "productie", "commit": "x"},
}

// changeOwners are the organisations with a part in the cases of endedChanges.
var changeOwners = map[string][]string{
	"/api/v1/changes":          {"si", "board", "alfa"},
	"/api/v1/cab/boards":       {"si", "board", "alfa"},
	"/api/v1/cab/meetings":     {"si", "board", "alfa"},
	"/api/v1/freezes":          {"si", "board", "alfa"},
	"/api/v1/servicemap":       {"si", "board"},
	"/api/v1/standard-changes": {"si", "board", "alfa"},
}

// resourceOf is the resource of a route: cab has two.
func resourceOf(pattern string) string {
	parts := strings.Split(pattern+"////", "/")
	if parts[3] == "cab" {
		return "cab/" + parts[4]
	}
	return parts[3]
}

// withChanges adds them to what the walk over all routes knows.
func withChanges(t *testing.T, s apptest.Site, routes map[string]access, refs map[string]string) {
	t.Helper()
	maps.Copy(routes, changeRoutes)
	maps.Copy(refs, endedChanges(t, s))
}
