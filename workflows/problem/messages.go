package problem

import (
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "problem"
	Prefix = "PRB"
)

// Kinds of links to other cases.
const (
	// LinkExplains goes from a problem to an incident that it explains.
	LinkExplains = "explains"
	// LinkCausedBy goes from a problem to the change that caused it (C-28).
	LinkCausedBy = "caused_by"
	// LinkSolvedBy goes from a problem to the change that brought its solution.
	LinkSolvedBy = "solved_by"
)

// The commands of the process.
var (
	Assign            = casework.Command[Assignment]{Name: "assign"}
	PlanStage         = casework.Command[Plan]{Name: "plan-stage"}
	IdentifyRootCause = casework.Command[RootCause]{Name: "identify-root-cause"}
	RecordKnownError  = casework.Command[KnownError]{Name: "record-known-error"}
	ImplementSolution = casework.Command[Solution]{Name: "implement-solution"}
	AnalyseOverrun    = casework.Command[OverrunAnalysis]{Name: "analyse-overrun"}
	LinkIncident      = casework.Command[Incident]{Name: "link-incident"}
	AddNote           = casework.Command[Note]{Name: "note"}
	Reopen            = casework.Command[Because]{Name: "reopen"}
	Close             = casework.Command[Closing]{Name: "close"}
	Cancel            = casework.Command[Because]{Name: "cancel"}
)

// Origin is where a problem comes from: a resolved critical incident (C-26), a
// person who opened it, or a trend (B-31).
type Origin struct {
	// Incident is the reference of the critical incident; empty for the others.
	Incident    string `json:"incident,omitempty"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Service     string `json:"service"`
	Category    string `json:"category,omitempty"`
	Item        string `json:"item,omitempty"`
	Priority    string `json:"priority,omitempty"`
	// Handler is who resolved the incident, or whose service it is: the first to
	// look for the cause.
	Handler casework.Handler `json:"handler"`
	// Resolved is when the incident was resolved; the root-cause term counts from
	// it (C-25). Zero for problems without one.
	Resolved time.Time `json:"resolved,omitzero"`
	// ByUser: a user reported the incident; only then it counts (C-27).
	ByUser bool `json:"byUser,omitempty"`
	// Overrun: the incident's resolution took longer than its target (C-24).
	Overrun bool `json:"overrun,omitempty"`
	// Manual: somebody opened the problem by hand.
	Manual bool `json:"manual,omitempty"`
	// Incidents are others that it explains, by reference.
	Incidents []string `json:"incidents,omitempty"`
	// Trend is set for a proposal.
	Trend *Trend `json:"trend,omitempty"`
}

// Patterns that the trend analysis looks for (E-42).
const (
	Recurring       = "recurring"
	LongSolveTimes  = "long_solve_times"
	WrongAssignment = "wrong_assignments"
	MissingArticle  = "missing_articles"
)

// Patterns in the order in which a form offers them.
var Patterns = []string{Recurring, LongSolveTimes, WrongAssignment, MissingArticle}

// Trend is what the analysis over all incidents found (B-31, E-42).
type Trend struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Service     string `json:"service"`
	Category    string `json:"category,omitempty"`
	Item        string `json:"item,omitempty"`
	// Pattern is one of Patterns.
	Pattern string `json:"pattern"`
	// From and Until are the first and last day of the incidents counted.
	From  calendar.Date `json:"from,omitzero"`
	Until calendar.Date `json:"until,omitzero"`
	// Count of the incidents; Incidents names some or all of them.
	Count     int              `json:"count"`
	Incidents []string         `json:"incidents,omitempty"`
	Handler   casework.Handler `json:"handler"`
	Parties   record.Parties   `json:"parties"`
}

// Opening opens the problem of a resolved critical incident, at once (C-26).
func Opening(o Origin, parties record.Parties) casework.Opening {
	opening := casework.Opening{Process: Name, Prefix: Prefix, Version: Version, Title: o.Title, Parties: parties, Own: State{Origin: o}}
	opening.Links = o.links()
	return opening
}

// Proposal opens a proposed problem, on which the Service Integrator decides (B-31).
func Proposal(tr Trend) casework.Opening {
	return Opening(Origin{Title: tr.Title, Description: tr.Description, Service: tr.Service, Category: tr.Category, Item: tr.Item,
		Handler: tr.Handler, Incidents: tr.Incidents, Trend: &tr}, tr.Parties)
}

// Request opens a problem by hand.
type Request struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	// Service of the catalogue, Category within it; the latter may be left open.
	Service  string `json:"service"`
	Category string `json:"category,omitempty"`
	// Incidents that it explains, by reference.
	Incidents []string `json:"incidents,omitempty"`
}

// IncidentResolved says that the incident was resolved again, after a reopening.
// Only its incident sends it.
var IncidentResolved = casework.Command[ResolvedAgain]{Name: "incident-resolved"}

// ResolvedAgain is the incident's new resolution, from which the root-cause time
// counts (C-25). Overrun: it took longer than its target (C-24).
type ResolvedAgain struct {
	At      time.Time `json:"at"`
	Overrun bool      `json:"overrun,omitempty"`
}

// Assignment gives the problem to the best-placed provider (B-31), or to the
// Service Integrator itself.
type Assignment struct {
	Team   string `json:"team"`
	Org    string `json:"org"`
	Reason string `json:"reason"`
	// Outside names a provider outside the ecosystem that must find the cause: the
	// problem then does not count (C-27), and Org follows it up.
	Outside string `json:"outside,omitempty"`
}

// The stages of B-13 for which a time is agreed.
const (
	StepRootCause  = "root_cause"
	StepKnownError = "known_error"
	StepSolution   = "solution"
)

// Steps in their order.
var Steps = []string{StepRootCause, StepKnownError, StepSolution}

// Plan agrees a date for a stage (B-13).
type Plan struct {
	// Stage is one of Steps.
	Stage string `json:"stage"`
	// Date is the last day.
	Date   calendar.Date `json:"date,omitzero"`
	Reason string        `json:"reason"`
}

// CauseChange is the kind of cause that C-28 counts.
const CauseChange = "change"

// CauseKinds in the order in which a form offers them.
var CauseKinds = []string{CauseChange, "configuration", "capacity", "software", "hardware", "human", "external", "unknown"}

// Who made the change that is the cause (C-29).
const (
	ByProvider = "provider"
	ByOutside  = "outside"
)

// ChangeMakers in the order in which a form offers them.
var ChangeMakers = []string{ByProvider, ByOutside}

// What the analysis says about the process of the Service Integrator (C-30).
const (
	FindingNone         = "none"
	FindingDeviated     = "provider_deviated"
	FindingDescribed    = "process_badly_described"
	FindingCommunicated = "process_badly_communicated"
)

// Findings in the order in which a form offers them.
var Findings = []string{FindingNone, FindingDeviated, FindingDescribed, FindingCommunicated}

// RootCause is what caused the incidents.
type RootCause struct {
	Cause string `json:"cause"`
	// Kind is one of CauseKinds.
	Kind string `json:"kind"`
	// Change is the reference of the change that was the cause (C-28): a case, or
	// one in another tool. ChangeBy is who made it (C-29).
	Change   string `json:"change,omitempty"`
	ChangeBy string `json:"changeBy,omitempty"`
	// Finding is one of Findings (C-30); empty means none.
	Finding string `json:"finding,omitempty"`
	// Proof is where the finding can be read.
	Proof string `json:"proof,omitempty"`
}

// KnownError is how an error shows and what helps meanwhile.
type KnownError struct {
	Symptoms   string `json:"symptoms"`
	Workaround string `json:"workaround"`
	// Public shows it to who is about to report an incident (E-06).
	Public bool `json:"public,omitempty"`
}

// Solution says what was done for good.
type Solution struct {
	Solution string `json:"solution"`
	// Change is the reference of the change that brought it, if any.
	Change string `json:"change,omitempty"`
}

// OverrunAnalysis says why a critical incident took longer than its target (C-24).
type OverrunAnalysis struct {
	Cause string `json:"cause"`
	// Share: the Service Integrator had a part in it. If not, Proof shows so.
	Share bool   `json:"share"`
	Proof string `json:"proof,omitempty"`
}

// Incident names an incident that the problem explains.
type Incident struct {
	Ref string `json:"ref"`
}

// Note is something worth writing down.
type Note struct {
	Text string `json:"text"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Closing ends a problem whose solution was found to work.
type Closing struct {
	// Result of the effectiveness check.
	Result string `json:"result"`
}
