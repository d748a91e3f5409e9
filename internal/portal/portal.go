package portal

import (
	"cmp"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"termijn/internal/app"
)

// Options are what the portal needs.
type Options struct {
	Service *app.Service
	// Dev lets everybody sign in as a persona of the demonstration ecosystem.
	// Outside `termijn dev` it must be false.
	Dev bool
	// Secure limits the session's cookie to HTTPS.
	Secure bool
	// Patience is how long a request may take before the reader is told that the
	// product is busy; 0 means 20 seconds.
	Patience time.Duration
}

// portal is the web site.
type portal struct {
	service  *app.Service
	dev      bool
	sessions *scs.SessionManager
	patience time.Duration
	// processes are those that registered, in the order of the site map; forms are
	// their commands' forms by "process.command".
	processes []process
	forms     map[string]commandHandlers
	// subscribers bounds what one visitor asks for.
	subscribers visitorLimit
}

// New returns the portal. It answers everything under / that is not the API.
func New(o Options) http.Handler {
	p := &portal{service: o.Service, dev: o.Dev, sessions: newSessions(o.Service.Store.Pool(), o.Secure), patience: cmp.Or(o.Patience, 20*time.Second), forms: map[string]commandHandlers{}}
	return p.routes()
}

// routes is the site map. public pages are for everybody, in is for those who
// signed in; what they may see and do there, the service decides.
func (p *portal) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(headers, sameSite, limitBody, middleware.GetHead, middleware.Compress(5, "text/html", "text/css", "text/javascript"))
	r.Get("/static/*", static)
	r.Group(func(r chi.Router) {
		r.Use(p.sessions.LoadAndSave, p.limitTime)
		public, in := p.public, p.signedIn

		r.Get("/sign-in", public(p.signInPage))
		r.Post("/sign-in", public(p.signIn))
		r.Post("/sign-out", public(p.signOut))
		r.Post("/language", public(p.setLanguage))

		r.Get("/", in(p.home))
		r.Get("/search", in(p.search))

		// For everybody: the status page, subscriptions, surveys: /status/…, /survey/…
		p.publicRoutes(r)

		// My tasks.
		r.Get("/tasks", in(p.taskList))
		r.Post("/tasks", in(p.bulkDecide))
		r.Get("/tasks/{ref}/{n}", in(p.taskShow))
		r.Post("/tasks/{ref}/{n}", in(p.taskDecide))

		// Cases.
		r.Get("/overview", in(p.overview))
		r.Get("/cases", in(p.caseList))
		p.caseRoutes(r) // one case and the forms of its commands: /cases/{ref}…

		// Processes: each registers itself, its forms and its own pages.
		p.regieRoutes(r)      // ordering support in regie: /regie/…
		p.incidentRoutes(r)   // incidents: the queue and the report, /incidents…
		p.problemRoutes(r)    // what causes incidents: /problems…
		p.meetingRoutes(r)    // critical incidents on one screen
		p.dailyRoutes(r)      // what needs action today: /incidents/daily
		p.noticeRoutes(r)     // planned unavailability: /notices…
		p.changeRoutes(r)     // changes, from the draft to the review: /changes…
		p.templateRoutes(r)   // texts that the Board approves: /templates…
		p.standardRoutes(r)   // changes whose risk is known: /standard-changes…
		p.surveyForms()       // surveys of those who reported
		p.freezeRoutes(r)     // freezes and maintenance: /freezes…
		p.serviceMapRoutes(r) // what is part of what: /servicemap…
		p.scheduleRoutes(r)   // what is planned when: /calendar

		p.boardRoutes(r)      // change boards and when they meet: /boards…
		p.sessionRoutes(r)    // the meetings of change boards
		p.transitionRoutes(r) // transition programmes: /programmes…

		r.NotFound(public(p.notFound))
		r.MethodNotAllowed(public(p.notFound))
	})
	return r
}
