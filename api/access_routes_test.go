package api_test

import (
	"maps"
	"slices"
)

// Who handles incidents, leads meetings, keeps problems, and so on.
var (
	desk         = []string{"si-servicedesk", "si-dienstniveau"}
	northPeople  = []string{"noord-aanvrager", "noord-projectleider", "noord-diensthoofd", "noord-budget-1", "noord-budget-2", "noord-budget-3"}
	clientPeople = append(slices.Clone(northPeople), "zuid-projectleider", "zuid-goedkeurder")
	betaAgents   = []string{"beta-medewerker", "beta-verantwoordelijke"}
	handlers     = slices.Concat(agents, betaAgents, desk)
	forUsers     = slices.Concat(northPeople, desk)
	noters       = slices.Concat(northPeople, agents, desk)
	keepers      = slices.Concat(desk, []string{"si-cab-voorzitter"})
	analysts     = slices.Concat(agents, betaAgents, keepers)
	leaders      = slices.Concat(desk, []string{"si-accountteam"})
	participants = slices.Concat(northPeople, agents, leaders)
	announcers   = []string{"si-servicedesk", "si-cab-voorzitter"}
	slm          = []string{"si-dienstniveau"}
	notProviders = slices.Concat(clientPeople, siPeople, []string{"bestuurslid"})
	notClients   = slices.Concat(agents, betaAgents, siPeople, []string{"bestuurslid"})
	siPeople     = []string{"si-dienstniveau", "si-accountteam", "si-servicedesk", "si-cab-voorzitter", "si-klachten", "si-beheerder", "si-programma"}
)

// incidentRoutes are those of incidents and of what comes of them.
var incidentRoutes = map[string]access{
	"GET /api/v1/catalogue/services":        {status: 200},
	"GET /api/v1/catalogue/teams":           {status: 200},
	"GET /api/v1/status":                    {status: 200, open: true},
	"GET /api/v1/verification-requirements": {status: 200},
	"GET /api/v1/reports/surveys":           {status: 200, only: notProviders},

	"GET /api/v1/incidents":       {status: 200},
	"GET /api/v1/incidents/daily": {status: 200, only: notClients},
	"GET /api/v1/incidents/{ref}": {status: 200},
	// The body lacks something: who may open hears what.
	"POST /api/v1/incidents": {status: 422, only: slices.Concat(clientPeople, agents, betaAgents, desk)},
	// Nothing waits.
	"POST /api/v1/incidents/next":                   {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/take":             {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/assignments":      {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/hand-overs":       {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/coordination":     {status: 409, only: desk},
	"POST /api/v1/incidents/{ref}/waits":            {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/answers":          {status: 409, only: forUsers},
	"POST /api/v1/incidents/{ref}/resumption":       {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/notes":            {status: 409, only: noters},
	"POST /api/v1/incidents/{ref}/links":            {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/priority":         {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/communications":   {status: 409, only: desk},
	"POST /api/v1/incidents/{ref}/join":             {status: 409, only: clientPeople},
	"POST /api/v1/incidents/{ref}/resolution":       {status: 409, only: handlers},
	"POST /api/v1/incidents/{ref}/confirmation":     {status: 409, only: forUsers},
	"POST /api/v1/incidents/{ref}/reopening":        {status: 409, only: forUsers},
	"POST /api/v1/incidents/{ref}/withdrawal":       {status: 409, only: forUsers},
	"POST /api/v1/incidents/{ref}/exclusions":       {status: 409, only: slm},
	"GET /api/v1/incident-meetings":                 {status: 200},
	"GET /api/v1/incident-meetings/{ref}":           {status: 200},
	"POST /api/v1/incident-meetings/{ref}/log":      {status: 409, only: participants},
	"POST /api/v1/incident-meetings/{ref}/results":  {status: 409, only: participants},
	"POST /api/v1/incident-meetings/{ref}/minutes":  {status: 409, only: leaders},
	"POST /api/v1/incident-meetings/{ref}/closing":  {status: 409, only: leaders},
	"POST /api/v1/incident-meetings/{ref}/actions":  {status: 409, only: leaders},
	"GET /api/v1/problems":                          {status: 200},
	"GET /api/v1/problems/{ref}":                    {status: 200},
	"POST /api/v1/problems":                         {status: 422, only: analysts},
	"POST /api/v1/problems/{ref}/assignments":       {status: 409, only: keepers},
	"POST /api/v1/problems/{ref}/dates":             {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/root-cause":        {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/known-error":       {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/solution":          {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/overrun":           {status: 409, only: slm},
	"POST /api/v1/problems/{ref}/incidents":         {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/notes":             {status: 409, only: analysts},
	"POST /api/v1/problems/{ref}/reopening":         {status: 409, only: keepers},
	"POST /api/v1/problems/{ref}/closing":           {status: 409, only: keepers},
	"POST /api/v1/problems/{ref}/withdrawal":        {status: 409, only: keepers},
	"GET /api/v1/surveys/{ref}":                     {status: 200},
	"POST /api/v1/surveys/{ref}/contact":            {status: 409, only: []string{"si-servicedesk"}},
	"POST /api/v1/surveys/{ref}/answer":             {status: 409, only: northPeople},
	"GET /api/v1/templates":                         {status: 200},
	"GET /api/v1/templates/in-force":                {status: 200, only: notClients},
	"GET /api/v1/templates/{ref}":                   {status: 200},
	"POST /api/v1/templates":                        {status: 422, only: desk},
	"POST /api/v1/templates/{ref}/revisions":        {status: 409, only: desk},
	"POST /api/v1/templates/{ref}/submission":       {status: 409, only: desk},
	"POST /api/v1/templates/{ref}/draft-withdrawal": {status: 409, only: desk},
	"POST /api/v1/templates/{ref}/retirement":       {status: 409, only: desk},
	"GET /api/v1/notices":                           {status: 200},
	"GET /api/v1/notices/{ref}":                     {status: 200},
	"POST /api/v1/notices":                          {status: 422, only: announcers},
	"POST /api/v1/notices/{ref}/updates":            {status: 409, only: announcers},
	"POST /api/v1/notices/{ref}/ending":             {status: 409, only: announcers},
	"POST /api/v1/notices/{ref}/cancellation":       {status: 409, only: announcers},

	"POST /api/v1/incident-meetings/{ref}/participants":    {status: 409, only: participants},
	"POST /api/v1/incident-meetings/{ref}/decisions":       {status: 409, only: leaders},
	"POST /api/v1/incident-meetings/{ref}/dropped-actions": {status: 409, only: leaders},
	"POST /api/v1/incident-meetings/{ref}/invitations":     {status: 409, only: leaders},
	// Who sees the incident and may use templates, whether or not the case of the template is visible.
	"GET /api/v1/templates/{ref}/draft": {status: 200, only: slices.Concat(agents, siPeople, []string{"bestuurslid"})},
}

// bodyFor is what a person sends to a route: the document's example, unless that
// would open a case, or name somebody or something that is not there.
func bodyFor(pattern, person string, example any, refs map[string]string) any {
	if body, opens := changeOpenings[pattern]; opens {
		return body
	}
	if body, opens := programmeBodies[pattern]; opens {
		return body
	}
	switch pattern {
	case "/api/v1/regie":
		return request(object{"months": 0})
	case "/api/v1/incidents", "/api/v1/problems", "/api/v1/notices":
		return merged(maps.Clone(example.(object)), object{"title": " "})
	case "/api/v1/templates":
		return merged(maps.Clone(example.(object)), object{"name": " "})
	case "/api/v1/incidents/next":
		return ""
	case "/api/v1/incidents/{ref}/assignments":
		return object{"agent": map[bool]string{true: "si-servicedesk", false: "alfa-medewerker"}[slices.Contains(siPeople, person)]}
	case "/api/v1/problems/{ref}/incidents":
		return object{"ref": refs["incidents"]}
	case "/api/v1/changes/{ref}/caused-incidents":
		return object{"incident": refs["incidents"]}
	case "/api/v1/surveys/{ref}/answer":
		return object{"score": 5}
	}
	return example
}
