package change

import (
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "change"
	Prefix = "CHG"
)

// Kinds of links to other cases.
const (
	// LinkFollows goes from a change to the standard change that it follows.
	LinkFollows = "follows"
	// LinkFor goes from a change to the incident that it is for.
	LinkFor = "for"
	// LinkCaused goes from a change to an incident that it caused (C-28).
	LinkCaused = "caused"
	// LinkAnnounces goes from a change to the notice of its unavailability.
	LinkAnnounces = "announced_by"
)

// Kinds of changes (B-33 to B-35).
const (
	Standard  = "standard"
	Normal    = "normal"
	Emergency = "emergency"
	Automated = "automated"
)

// Kinds in the order in which a form offers them. An automated change comes through
// the gate only.
var Kinds = []string{Normal, Standard, Emergency}

// The commands of the process.
var (
	Save           = casework.Command[Saving]{Name: "save"}
	Submit         = casework.Command[Submission]{Name: "submit"}
	Revise         = casework.Command[Revision]{Name: "revise"}
	Assess         = casework.Command[Assessment]{Name: "assess"}
	Reclassify     = casework.Command[Classification]{Name: "reclassify"}
	ReviseVote     = casework.Command[VoteRevision]{Name: "revise-vote"}
	RuleEmergency  = casework.Command[Ruling]{Name: "rule-emergency"}
	Start          = casework.Command[Starting]{Name: "start"}
	FinishStep     = casework.Command[StepResult]{Name: "finish-step"}
	Complete       = casework.Command[Completion]{Name: "complete"}
	Review         = casework.Command[Verdict]{Name: "review"}
	ReportIncident = casework.Command[CausedIncident]{Name: "report-incident"}
	AddNote        = casework.Command[Note]{Name: "note"}
	Withdraw       = casework.Command[Because]{Name: "withdraw"}
	// ReportOutcome ends what the gate allowed, in one step.
	ReportOutcome = casework.Command[Outcome]{Name: "report-outcome"}
)

// Commands that only other cases send.
var (
	// Recheck asks to look again with what the plan collides. It is refused with
	// CodeDone when a look that begins later is due anyway.
	Recheck = casework.Command[Rechecking]{Name: "recheck"}
	// Schedule says in which meeting the board decides.
	Schedule = casework.Command[AgendaPlace]{Name: "schedule"}
	// Rule is the decision of the board's chair, from its meeting.
	Rule = casework.Command[Ruling]{Name: "rule"}
	// TemplateLost says that the template is not in force any more (B-35).
	TemplateLost = casework.Command[Lost]{Name: "template-lost"}
)

// Content is what is planned (B-16).
type Content struct {
	Title string `json:"title"`
	// Reason says why the change is needed.
	Reason string `json:"reason,omitempty"`
	// Client is for whom it is, or whom it touches most; empty means no one in particular.
	Client string `json:"client,omitempty"`
	// Items are services and configuration items of the service map, by ID.
	Items []string `json:"items,omitempty"`
	// Team of the provider that does it.
	Team string `json:"team,omitempty"`
	// From and To are the window, instants.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Impact is the impact analysis.
	Impact string `json:"impact,omitempty"`
	Risk   Risk   `json:"risk,omitzero"`
	// TestPlan says how it was and will be tested.
	TestPlan string  `json:"testPlan,omitempty"`
	BackOut  BackOut `json:"backOut,omitzero"`
	// Communication is the communication plan.
	Communication  string         `json:"communication,omitempty"`
	Unavailability Unavailability `json:"unavailability,omitzero"`
	// Providers that are involved beside the one that does it.
	Providers []string `json:"providers,omitempty"`
	// Steps of the implementation, in order.
	Steps []string `json:"steps,omitempty"`
	// Late is why it comes later than the lead time allows.
	Late string `json:"late,omitempty"`
	// Incident that it is for, by reference: an emergency's P1.
	Incident string `json:"incident,omitempty"`
	// Threat is set for a security threat, the other ground of an emergency.
	Threat string `json:"threat,omitempty"`
	// Template and TemplateVersion are the standard change that it follows.
	Template        string `json:"template,omitempty"`
	TemplateVersion int    `json:"templateVersion,omitempty"`
	// Migration is set for one to the cloud or the data centre (P-36).
	Migration *Migration `json:"migration,omitempty"`
}

// Risk levels, the lowest first.
var RiskLevels = []string{"low", "medium", "high"}

// Risk is how likely harm is and how grave.
type Risk struct {
	// Likelihood and Effect are of RiskLevels.
	Likelihood string `json:"likelihood,omitempty"`
	Effect     string `json:"effect,omitempty"`
	Text       string `json:"text,omitempty"`
}

// BackOut is how the change is undone.
type BackOut struct {
	Plan string `json:"plan,omitempty"`
	// NoReturn is the instant after which it cannot be undone inside the window; nil
	// with Always set when it always can.
	NoReturn *time.Time `json:"noReturn,omitempty"`
	Always   bool       `json:"always,omitempty"`
}

// Unavailability is what users notice. None says that they notice nothing.
type Unavailability struct {
	None bool `json:"none,omitempty"`
	// Services that are not available, from when to when, and what is told.
	Services []string  `json:"services,omitempty"`
	From     time.Time `json:"from,omitzero"`
	To       time.Time `json:"to,omitzero"`
	Text     string    `json:"text,omitempty"`
}

// What is known of a Client's roadmap (P-36).
const (
	RoadmapInLine    = "in_line"
	RoadmapMissing   = "missing"
	RoadmapDeviating = "not_in_line"
)

// Migration says whose roadmap stands behind a migration.
type Migration struct {
	Client string `json:"client"`
	// Roadmap: in_line, missing or not_in_line.
	Roadmap string `json:"roadmap"`
}

// Request opens a change.
type Request struct {
	// Kind is one of Kinds.
	Kind    string  `json:"kind"`
	Content Content `json:"content"`
}

// Saving keeps a draft as it is.
type Saving struct {
	// Seen is the hash of the content that the writer began from (State.Hash).
	Seen    string  `json:"seen"`
	Content Content `json:"content"`
}

// Submission hands the draft in.
type Submission struct {
	// Seen is the hash of the content that the sender saw.
	Seen string `json:"seen"`
	Fit  *Fit   `json:"fit,omitempty"`
}

// Revision gives a change that was handed in another content.
type Revision struct {
	Seen    string  `json:"seen"`
	Content Content `json:"content"`
	// Why it changes.
	Why string `json:"why"`
	Fit *Fit   `json:"fit,omitempty"`
}

// Fit is what the application service found out about a content beside the
// workflow: it needs calendars and other cases. A sender's own is overwritten.
type Fit struct {
	// LeadDays are the working days between the submission and the window, of which
	// LeadAsked are needed; CalendarVersion is by which calendar.
	LeadDays        int `json:"leadDays"`
	LeadAsked       int `json:"leadAsked"`
	CalendarVersion int `json:"calendarVersion"`
	// Owners of the items by item, Names by item, Confidential items: from the
	// service map.
	Names        map[string]string `json:"names,omitempty"`
	Confidential []string          `json:"confidential,omitempty"`
	// Differs names what goes beyond the template of a standard change.
	Differs []string `json:"differs,omitempty"`
	// Panel is the board that decides, as it is now; for an emergency the E-CAB.
	Panel *Panel `json:"panel,omitempty"`
}

// Assessment is the Service Integrator's check of process and planning (B-33).
type Assessment struct {
	Seen string `json:"seen"`
	// Conform, or else what lacks.
	Conform bool   `json:"conform"`
	Lacks   string `json:"lacks,omitempty"`
	// Board that decides, by reference; empty means the one whose scope it is.
	Board string `json:"board,omitempty"`
	Fit   *Fit   `json:"fit,omitempty"`
}

// Classification makes it a change of another kind.
type Classification struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
	Fit    *Fit   `json:"fit,omitempty"`
}

// Sides of a seat.
const (
	SideChair    = "chair"
	SideSI       = "si"
	SideProvider = "provider"
	SideClient   = "client"
	SideBoard    = "board"
)

// Aspects of the content that a vote can cover.
const (
	AspectScope      = "scope"      // items, client, providers
	AspectWindow     = "window"     // from, to, unavailability's times
	AspectPlans      = "plans"      // impact, test, back-out, communication, steps
	AspectRisk       = "risk"       // risk
	AspectCollisions = "collisions" // what it collides with
)

// Aspects in their order.
var Aspects = []string{AspectScope, AspectWindow, AspectPlans, AspectRisk, AspectCollisions}

// Rules of decision.
const (
	RuleAll        = "all"
	RuleAny        = "any"
	RuleNumber     = "number"
	RulePercentage = "percentage"
	RuleChair      = "chair" // the chair decides after advice
)

// Panel is a board as a change keeps it: who votes and how it is counted.
type Panel struct {
	Board string `json:"board"`
	Name  string `json:"name"`
	// Meeting is the one that is being prepared; empty for an E-CAB.
	Meeting string `json:"meeting,omitempty"`
	// Version of the board's definition.
	Version int `json:"version"`
	// Rule is how votes are counted; Count for a number, or a percentage.
	Rule  string `json:"rule"`
	Count int    `json:"count,omitempty"`
	// Quorum is how many seats must take part; Sides are sets of sides of which one
	// each must (settings: chair, provider, and Client or Board).
	Quorum int        `json:"quorum,omitempty"`
	Sides  [][]string `json:"sides,omitempty"`
	// Seats by ID.
	Seats map[string]Seat `json:"seats"`
}

// Seat is one vote of a board.
type Seat struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Side string `json:"side"`
	// Holder is a person, or everybody with a role in an organisation.
	Holder record.Recipient `json:"holder"`
	// Delegates share the seat's one vote.
	Delegates []Delegate `json:"delegates,omitempty"`
	// Covers are the aspects that its vote covers; none means all.
	Covers []string `json:"covers,omitempty"`
	// Advises: it has a voice, but no vote that counts.
	Advises bool `json:"advises,omitempty"`
}

// Delegate acts for a seat's holder, from an instant to another; zero means always.
type Delegate struct {
	Person string    `json:"person"`
	From   time.Time `json:"from,omitzero"`
	To     time.Time `json:"to,omitzero"`
}

// Options of a vote.
const (
	VoteApprove = "approve"
	VoteReject  = "reject"
	VoteAbstain = "abstain"
)

// VoteRevision changes a vote before the decision.
type VoteRevision struct {
	Seat string `json:"seat"`
	// Replaces is the number of the vote that the sender saw (Vote.Number).
	Replaces int    `json:"replaces"`
	Option   string `json:"option"`
	Content  string `json:"content"`
	Reason   string `json:"reason,omitempty"`
}

// Decisions of a chair.
const (
	Approve    = "approve"
	Conditions = "approve_with_conditions"
	Reject     = "reject"
	Defer      = "defer"
)

// Rulings in the order in which a form offers them.
var Rulings = []string{Approve, Conditions, Reject, Defer}

// Ruling is a decision on a change.
type Ruling struct {
	// Ballot and Content are what was decided on: the content with all its aspects
	// (Ballot.Content). Another one is refused as stale.
	Ballot  string `json:"ballot"`
	Content string `json:"content"`
	// Option is one of Rulings.
	Option     string `json:"option"`
	Reason     string `json:"reason,omitempty"`
	Conditions string `json:"conditions,omitempty"`
	// AcceptLate accepts why it comes later than the lead time allows.
	AcceptLate bool `json:"acceptLate,omitempty"`
	// Alone: nobody could be reached; the E-CAB confirms later (B-34).
	Alone bool `json:"alone,omitempty"`
	// Stroke: it is one of those dealt with in one stroke, because all agree.
	Stroke bool `json:"stroke,omitempty"`
	// By, Meeting and Present are the chair, the meeting and how many seats were
	// taken, when the decision comes from a meeting.
	By      record.Actor `json:"by,omitzero"`
	Meeting string       `json:"meeting,omitempty"`
	Present []string     `json:"present,omitempty"`
}

// AgendaPlace is the meeting that decides.
type AgendaPlace struct {
	Meeting string    `json:"meeting"`
	At      time.Time `json:"at"`
}

// Rechecking names the case whose plan changed.
type Rechecking struct {
	Because string `json:"because"`
}

// Lost says why the template is not in force any more.
type Lost struct {
	Template string `json:"template"`
	Reason   string `json:"reason"`
}

// Starting begins the implementation.
type Starting struct {
	Remark string `json:"remark,omitempty"`
}

// StepResult says what came of a step.
type StepResult struct {
	Step   string `json:"step"`
	Result string `json:"result,omitempty"`
	Failed bool   `json:"failed,omitempty"`
}

// Results of an implementation.
const (
	Success    = "success"
	Partial    = "partial"
	RolledBack = "rolled_back"
)

// Results in the order in which a form offers them.
var Results = []string{Success, Partial, RolledBack}

// Completion ends the implementation.
type Completion struct {
	// Result is one of Results.
	Result string `json:"result"`
	Text   string `json:"text"`
}

// Verdict is the review.
type Verdict struct {
	// AsPlanned: it was executed as planned (B-16).
	AsPlanned bool   `json:"asPlanned"`
	Text      string `json:"text"`
	// Harmful: it had a negative impact (B-35).
	Harmful bool `json:"harmful,omitempty"`
	// Incident that it caused, by reference, and what the analysis says about the
	// process (problem.Findings, C-30).
	Incident string `json:"incident,omitempty"`
	Finding  string `json:"finding,omitempty"`
}

// CausedIncident names an incident that the change caused. Critical: it is or was
// a critical one (C-28).
type CausedIncident struct {
	Incident string `json:"incident"`
	Critical bool   `json:"critical,omitempty"`
	// Problem that established it; empty when a person says so.
	Problem string `json:"problem,omitempty"`
	Finding string `json:"finding,omitempty"`
}

// Note is something worth writing down.
type Note struct {
	Text string `json:"text"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Evidence is a test's result that a pipeline presents.
type Evidence struct {
	// Kind as the frame asks for it, for example "unit" or "security-scan".
	Kind string `json:"kind"`
	// Passed, where it can be read, and how many failed of how many.
	Passed bool   `json:"passed"`
	Link   string `json:"link,omitempty"`
	Failed int    `json:"failed,omitempty"`
	Total  int    `json:"total,omitempty"`
}

// Deployment is what a pipeline asks the gate for.
type Deployment struct {
	// Service of the service map, Environment as the frame names it.
	Service     string `json:"service"`
	Environment string `json:"environment"`
	// Commit and Pipeline are what is deployed, and where that can be seen.
	Commit   string     `json:"commit"`
	Pipeline string     `json:"pipeline,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
	// Minutes that it may take; the frame bounds it.
	Minutes int `json:"minutes,omitempty"`
}

// Answers of the gate.
const (
	GateAllowed = "allowed"
	GateRefused = "refused"
	GateWait    = "wait"
)

// Outcome is what became of a deployment that the gate allowed.
type Outcome struct {
	// Result is one of Results.
	Result string `json:"result"`
	Text   string `json:"text,omitempty"`
	Link   string `json:"link,omitempty"`
}
