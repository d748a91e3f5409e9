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
	// LinkAnnounces goes from the notice of an unavailability to its change.
	LinkAnnounces = "announces"
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
	Recheck = casework.Command[Rechecking]{Name: record.CommandRecheck}
	// Schedule says in which meeting the board decides.
	Schedule = casework.Command[AgendaPlace]{Name: "schedule"}
	// Rule is the decision of the board's chair, from its meeting.
	Rule = casework.Command[Ruling]{Name: "rule"}
	// RetractIncident takes back what a problem reported, when its root cause was
	// corrected (C-28).
	RetractIncident = casework.Command[Retraction]{Name: "retract-incident"}
	// TemplateLost says that the template is not in force any more (B-35).
	TemplateLost = casework.Command[Lost]{Name: "template-lost"}
)

// Request opens a change.
type Request struct {
	// Kind is one of Kinds.
	Kind    string  `json:"kind"`
	Content Content `json:"content"`
	// Submit hands it in at once: an emergency needs no draft first (B-34).
	Submit bool `json:"submit,omitempty"`
}

// Saving keeps a draft as it is.
type Saving struct {
	// Seen is the hash of the content that the writer began from (State.Hash).
	Seen    string  `json:"seen"`
	Content Content `json:"content"`
	Fit     *Fit    `json:"fit,omitempty"`
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
	// Affected are the Clients that an unavailability is announced to, Service what the
	// announcement calls the service that is not available.
	Affected []string `json:"affected,omitempty"`
	Service  string   `json:"service,omitempty"`
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
type Rechecking = record.Rechecking
