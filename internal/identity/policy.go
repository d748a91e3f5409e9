package identity

import (
	"slices"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Roles, as configuration and people name them.
const (
	RoleRequester       = "requester"
	RoleProjectLeader   = "project_leader"
	RoleApprover        = "approver"
	RoleAgent           = "agent"
	RoleProviderManager = "manager"
	RoleChangeManager   = "change_manager"
	RoleServiceDesk     = "service_desk"
	RoleSLM             = "slm"
	RoleComplaints      = "complaint_manager"
	RoleAccountManager  = "account_manager"
	RoleProgramme       = "programme_manager"
	RoleMember          = "member"
	RoleAdmin           = "admin"
)

// Integrator is the organisation of the Service Integrator.
const Integrator = "si"

// Action is something that somebody may do. A command of a process is written
// "process.command".
type Action string

// Actions that belong to no process.
const (
	// ReadCases lists and opens cases, within the principal's scope.
	ReadCases Action = "case.read"
	// ReadTasks lists the principal's own tasks.
	ReadTasks Action = "task.read"
	// DecideTask decides a task that stands in the principal's inbox.
	DecideTask Action = "task.decide"
	// ReadDirectory lists organisations and the people of the own organisation.
	ReadDirectory Action = "directory.read"
	// ReadCatalogue reads calendars, SLA definitions and profiles.
	ReadCatalogue Action = "catalogue.read"
	// ReadReports exports lists, within the principal's scope.
	ReadReports Action = "report.read"
	// OpenRegie orders support in regie.
	OpenRegie Action = "regie.open"
	// OpenIncident registers an incident.
	OpenIncident Action = "incident.open"
	// JoinIncident says that one has an incident that others reported.
	JoinIncident Action = "incident.join"
	// OpenProblem opens a problem by hand.
	OpenProblem Action = "problem.open"
	// OpenTemplate writes a template; ReadTemplates uses those in force (B-30).
	OpenTemplate  Action = "template.open"
	ReadTemplates Action = "template.read"
	// ReadRequirements reads the minimum requirements of verification that are in
	// force: they are published to all (B-37).
	ReadRequirements Action = "requirements.read"
	// OpenStandard writes a standard change down; ReadStandards reads those in force,
	// within the principal's scope (B-35).
	OpenStandard  Action = "standard.open"
	ReadStandards Action = "standard.read"
	// OpenChange plans a change; ReadChangeReport reads which critical incidents changes
	// caused (C-28).
	OpenChange       Action = "change.open"
	ReadChangeReport Action = "change.report"
	// AskGate asks whether a pipeline may deploy (B-35).
	AskGate Action = "change.gate"
	// OpenBoard sets up a change board (B-33).
	OpenBoard Action = "board.open"
	// OpenNotice publishes planned unavailability (E-06).
	OpenNotice Action = "notice.open"
	// OpenProgramme opens a transition programme (N-04).
	OpenProgramme Action = "transition.open"
	// ReadStatus reads what needs action today (B-11).
	ReadStatus Action = "status.read"
	// ReadServiceMap reads what is part of what and depends on what (B-17).
	ReadServiceMap Action = "servicemap.read"
	// ReadSchedule reads what is planned when (B-16).
	ReadSchedule Action = "schedule.read"
	// OpenFreeze announces a freeze, OpenMaintenance maintenance of own items (B-36).
	OpenFreeze      Action = "freeze.open"
	OpenMaintenance Action = "maintenance.open"
)

// grant allows an action to people of a kind of organisation with one of some
// roles; no roles means everybody there.
type grant struct {
	kind  string
	roles []string
}

var (
	everybody = []grant{{kind: "client"}, {kind: "provider"}, {kind: "si"}, {kind: "board"}}
	orderers  = []grant{{"client", []string{RoleRequester, RoleProjectLeader}}}
	agents    = []grant{{"provider", []string{RoleAgent, RoleProviderManager}}}
	// doers plan and carry out changes: providers, and the administrators of the Service
	// Integrator, which runs GOS itself (F-04). The process lets nobody do another's.
	doers     = append(slices.Clone(agents), grant{"si", []string{RoleAdmin}})
	bothSides = append(slices.Clone(orderers), agents...)
	// users are everybody of a Client; the desk acts for them too.
	users    = []grant{{kind: "client"}}
	desk     = []grant{{"si", []string{RoleServiceDesk, RoleSLM}}}
	handlers = append(slices.Clone(agents), desk...)
	forUsers = append(slices.Clone(users), desk...)
	// keepers are who keeps the problems of the Service Integrator, analysts who
	// looks for their causes, leaders who leads a critical-incident meeting.
	keepers      = []grant{{"si", []string{RoleServiceDesk, RoleSLM, RoleChangeManager}}}
	analysts     = append(slices.Clone(agents), keepers...)
	leaders      = []grant{{"si", []string{RoleServiceDesk, RoleSLM, RoleAccountManager}}}
	participants = append(append(slices.Clone(users), agents...), leaders...)
	// changers decide on changes for the Service Integrator; voters can hold a seat of a
	// board.
	changers = []grant{{"si", []string{RoleChangeManager}}}
	voters   = []grant{{kind: "client", roles: []string{RoleApprover}}, {kind: "provider"}, {kind: "si"}, {kind: "board"}}
	// announcers say what will not be available.
	announcers = []grant{{"si", []string{RoleServiceDesk, RoleChangeManager}}}
	// programmers lead transition programmes; steerers decide in them; promisers own
	// milestones, and providers of facts say how these stand.
	programmers = []grant{{"si", []string{RoleProgramme}}}
	steerers    = append(slices.Clone(programmers), grant{"board", []string{RoleMember}})
	promisers   = append(slices.Clone(steerers), grant{"provider", []string{RoleProviderManager}}, grant{"client", []string{RoleProjectLeader}})
	reporters   = append(slices.Clone(promisers), grant{"provider", []string{RoleAgent}})
	// planners keep the calendar of all planned changes.
	planners = []grant{{"si", []string{RoleChangeManager}}}
)

// policy is all that is allowed. What does not stand here is denied. A person of
// the Service Integrator acts for no provider (G-02): no grant of a provider's
// command names the kind "si", but those of changes, of which it has its own.
var policy = map[Action][]grant{
	ReadCases:     everybody,
	ReadTasks:     everybody,
	DecideTask:    everybody,
	ReadDirectory: everybody,
	ReadCatalogue: everybody,
	ReadReports:   everybody,

	OpenRegie:                   orderers,
	"regie.confirm-complete":    agents,
	"regie.ask-questions":       agents,
	"regie.answer-questions":    orderers,
	"regie.hold-meeting":        bothSides,
	"regie.dispute-suspension":  orderers,
	"regie.propose-due-date":    bothSides,
	"regie.submit-offer":        agents,
	"regie.request-interview":   orderers,
	"regie.report-interview":    bothSides,
	"regie.request-replacement": orderers,
	"regie.replace-candidate":   agents,
	"regie.request-revision":    orderers,
	"regie.reject-offer":        orderers,
	"regie.request-approval":    orderers,
	"regie.place-order":         orderers,
	"regie.submit-timesheet":    agents,
	"regie.submit-statement":    agents,
	"regie.propose-change":      bothSides,
	"regie.align-change":        agents,
	"regie.propose-replacement": agents,
	"regie.withdraw":            orderers,

	OpenIncident:           append(slices.Clone(forUsers), agents...),
	JoinIncident:           users,
	"incident.take":        handlers,
	"incident.assign":      handlers,
	"incident.hand-over":   handlers,
	"incident.coordinate":  desk,
	"incident.wait":        handlers,
	"incident.answer":      forUsers,
	"incident.resume":      handlers,
	"incident.note":        append(slices.Clone(forUsers), agents...),
	"incident.link":        handlers,
	"incident.prioritise":  handlers,
	"incident.communicate": desk,
	"incident.resolve":     handlers,
	"incident.confirm":     forUsers,
	"incident.reopen":      forUsers,
	"incident.withdraw":    forUsers,
	"incident.exclude":     {{"si", []string{RoleSLM}}},

	OpenProblem:                   analysts,
	"problem.assign":              keepers,
	"problem.plan-stage":          analysts,
	"problem.identify-root-cause": analysts,
	"problem.record-known-error":  analysts,
	"problem.implement-solution":  analysts,
	"problem.analyse-overrun":     {{"si", []string{RoleSLM}}},
	"problem.link-incident":       analysts,
	"problem.note":                analysts,
	"problem.reopen":              keepers,
	"problem.close":               keepers,
	"problem.cancel":              keepers,

	"meeting.join":            participants,
	"meeting.log":             participants,
	"meeting.finish-action":   participants,
	"meeting.record-decision": leaders,
	"meeting.assign-action":   leaders,
	"meeting.drop-action":     leaders,
	"meeting.invite":          leaders,
	"meeting.minutes":         leaders,
	"meeting.close":           leaders,

	// The process lets the reporter answer, nobody else (E-14).
	"survey.answer":         {{kind: "client"}},
	"survey.report-contact": {{"si", []string{RoleServiceDesk}}},

	// The Board approves by its tasks (B-30).
	OpenTemplate:              desk,
	ReadTemplates:             {{kind: "provider"}, {kind: "si"}, {kind: "board"}},
	ReadRequirements:          everybody,
	"template.revise":         desk,
	"template.submit":         desk,
	"template.withdraw-draft": desk,
	"template.retire":         desk,

	// The Service Integrator decides by its tasks (B-35), and sets back what does harm.
	AskGate:                   agents,
	"change.report-outcome":   agents,
	OpenStandard:              agents,
	ReadStandards:             {{kind: "provider"}, {kind: "si"}, {kind: "board"}},
	"standard.revise":         agents,
	"standard.submit":         agents,
	"standard.withdraw-draft": agents,
	"standard.retire":         agents,
	"standard.set-back":       {{"si", []string{RoleChangeManager}}},

	// Who does it plans it; the Service Integrator checks and decides (B-33, B-34); who
	// holds a seat votes by its tasks.
	OpenChange:               doers,
	ReadChangeReport:         {{kind: "provider"}, {kind: "si"}, {kind: "board"}},
	"change.save":            doers,
	"change.submit":          doers,
	"change.revise":          doers,
	"change.withdraw":        doers,
	"change.start":           doers,
	"change.finish-step":     doers,
	"change.complete":        doers,
	"change.assess":          changers,
	"change.reclassify":      append(slices.Clone(doers), changers...),
	"change.rule-emergency":  changers,
	"change.review":          changers,
	"change.revise-vote":     voters,
	"change.note":            voters,
	"change.report-incident": analysts,

	// The chair runs the boards (B-33, B-34). Whoever has a seat takes it; the process
	// and the service see to it that it is theirs.
	OpenBoard:              changers,
	"board.redefine":       changers,
	"board.skip":           changers,
	"board.move":           changers,
	"board.call-extra":     changers,
	"board.close":          changers,
	"session.add-item":     changers,
	"session.take-off":     changers,
	"session.order":        changers,
	"session.refill":       changers,
	"session.open-session": changers,
	"session.attend":       everybody,
	"session.front":        changers,
	"session.rule":         changers,
	"session.deal-agreed":  changers,
	"session.minute":       changers,
	"session.close":        changers,

	OpenNotice:      announcers,
	"notice.update": announcers,
	"notice.end":    announcers,
	"notice.cancel": announcers,

	// In a programme each organisation acts for its own milestones alone (G-02).
	OpenProgramme:                  programmers,
	"transition.change-plan":       programmers,
	"transition.submit-plan":       programmers,
	"transition.record-award":      steerers,
	"transition.forecast":          reporters,
	"transition.acknowledge":       promisers,
	"transition.reach":             promisers,
	"transition.deliver":           reporters,
	"transition.check":             programmers,
	"transition.record-evidence":   reporters,
	"transition.withdraw-evidence": promisers,
	"transition.record-risk":       reporters,
	"transition.update-risk":       reporters,
	"transition.plan-exit-item":    programmers,
	"transition.settle-exit-item":  programmers,
	"transition.propose":           promisers,
	"transition.withdraw-proposal": promisers,
	"transition.plan-session":      programmers,
	"transition.open-session":      programmers,
	"transition.put-proposal":      programmers,
	"transition.record-decision":   programmers,
	"transition.close-session":     programmers,
	"transition.resubmit-payment":  programmers,
	"transition.complete":          programmers,
	"transition.stop":              {{"board", []string{RoleMember}}},
	// Who announced it changes it: the process sees to that, for a provider's
	// maintenance and for the Service Integrator's freeze alike (G-02).
	ReadSchedule:    everybody,
	OpenFreeze:      planners,
	OpenMaintenance: append(slices.Clone(planners), agents...),
	"freeze.update": append(slices.Clone(planners), agents...),
	"freeze.lift":   append(slices.Clone(planners), agents...),

	ReadServiceMap:    everybody,
	"servicemap.edit": {{"si", []string{RoleAdmin}}},

	ReadStatus:          {{kind: "provider"}, {kind: "si"}, {kind: "board"}},
	"status.report-now": {{"si", []string{RoleServiceDesk}}},
}

// May reports whether the principal may do something. For an action on a case,
// parties are that case's: a Client's person acts in the Client's own cases
// only, a provider's person in those that concern the provider.
func (p Principal) May(a Action, parties *record.Parties) bool {
	for _, g := range policy[a] {
		if g.kind != p.Kind || len(g.roles) > 0 && !p.Has(g.roles...) {
			continue
		}
		if parties == nil || p.takesPart(*parties) {
			return true
		}
	}
	return false
}

// MayDecide reports whether the principal may decide a task of a case: it must
// stand in the principal's own inbox.
func (p Principal) MayDecide(t record.Task, parties record.Parties) bool {
	return p.May(DecideTask, &parties) && p.Inbox().Holds(t.Assignee)
}

// takesPart reports whether the case is one that the principal may see.
func (p Principal) takesPart(c record.Parties) bool {
	switch p.Kind {
	case "si", "board":
		return true
	case "client":
		return p.Org != "" && p.Org == c.Client
	case "provider":
		return p.Org != "" && slices.Contains(c.Providers, p.Org)
	}
	return false
}

// Scope limits every query to what the principal may see.
func (p Principal) Scope() ledger.Scope {
	switch p.Kind {
	case "si", "board":
		return ledger.Scope{All: true}
	case "client":
		return ledger.Scope{Client: p.Org}
	case "provider":
		return ledger.Scope{Provider: p.Org}
	}
	return ledger.Scope{}
}

// Actions lists every action that the policy names, sorted, for tests and documentation.
func Actions() []Action {
	var all []Action
	for a := range policy {
		all = append(all, a)
	}
	slices.Sort(all)
	return all
}
