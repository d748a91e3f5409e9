package meeting

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "meeting"
	Prefix = "CIM"
)

// LinkAbout is the kind of the link to the incident that the meeting is about.
const LinkAbout = "meeting_about"

// The commands of the process. A decision of the meeting has a name of its own:
// "decide" answers a task, in every process.
var (
	Join           = casework.Command[Participation]{Name: "join"}
	Log            = casework.Command[Entry]{Name: "log"}
	RecordDecision = casework.Command[DecisionTaken]{Name: "record-decision"}
	AssignAction   = casework.Command[ActionDraft]{Name: "assign-action"}
	FinishAction   = casework.Command[ActionResult]{Name: "finish-action"}
	DropAction     = casework.Command[ActionDropped]{Name: "drop-action"}
	Invite         = casework.Command[Invitation]{Name: "invite"}
	WriteMinutes   = casework.Command[Minutes]{Name: "minutes"}
	Close          = casework.Command[Closing]{Name: "close"}
)

// Why a meeting is called.
const (
	ForCritical  = "critical"
	ForProviders = "several_providers"
	ForBounced   = "bounced"
)

// Reasons in the order of the rules: B-29, B-29, B-28.
var Reasons = []string{ForCritical, ForProviders, ForBounced}

// About is what a meeting is called for.
type About struct {
	// Incident is its reference.
	Incident string           `json:"incident"`
	Title    string           `json:"title"`
	Service  string           `json:"service"`
	Priority string           `json:"priority"`
	Handler  casework.Handler `json:"handler"`
	// Reason is one of Reasons.
	Reason string `json:"reason"`
}

// Opening opens the meeting of an incident, at once (B-29). Whoever works on the
// incident sees it, beside the incident's own parties.
func Opening(a About, parties record.Parties) casework.Opening {
	if org := a.Handler.Org; org != "" && !a.Handler.Desk() && !slices.Contains(parties.Providers, org) {
		parties.Providers = append(slices.Clone(parties.Providers), org)
	}
	return casework.Opening{Process: Name, Prefix: Prefix, Version: Version, Title: a.Title, Parties: parties,
		Links: []record.Link{{Kind: LinkAbout, Ref: a.Incident}}, Own: State{About: a}}
}

// Participation says that somebody joined, or left. Without a person and an
// organisation it is the sender.
type Participation struct {
	Person string `json:"person,omitempty"`
	Org    string `json:"org,omitempty"`
	// Role in the meeting, in words.
	Role string `json:"role,omitempty"`
	Left bool   `json:"left,omitempty"`
}

// Entry is a line of the running log.
type Entry struct {
	Text string `json:"text"`
}

// DecisionTaken is what the meeting decided, and why.
type DecisionTaken struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// ActionDraft gives an organisation, or a person of it, something to do.
type ActionDraft struct {
	Text   string `json:"text"`
	Org    string `json:"org"`
	Person string `json:"person,omitempty"`
	// Due is the instant by which it is done, Date the last day: one of them.
	Due  *time.Time     `json:"due,omitempty"`
	Date *calendar.Date `json:"date,omitempty"`
}

// ActionResult says what came of an action.
type ActionResult struct {
	Action string `json:"action"`
	Result string `json:"result"`
}

// ActionDropped says why an action is not needed any more.
type ActionDropped struct {
	Action string `json:"action"`
	Reason string `json:"reason"`
}

// Invitation lets another provider take part: it sees the case from now on.
type Invitation struct {
	Org string `json:"org"`
}

// Minutes are the summary, as far as it is written.
type Minutes struct {
	Summary string `json:"summary"`
}

// Closing ends the meeting.
type Closing struct {
	// Summary may be left out when the minutes are written.
	Summary string `json:"summary,omitempty"`
	// CarryOver: the open actions are handed on outside the meeting. Their tasks and
	// clocks end with it.
	CarryOver bool `json:"carryOver,omitempty"`
}
