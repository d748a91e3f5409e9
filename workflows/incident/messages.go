package incident

import (
	"time"

	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "incident"
	Prefix = "INC"
)

// The commands of the process.
var (
	Take        = casework.Command[Taking]{Name: "take"}
	Assign      = casework.Command[Assignment]{Name: "assign"}
	HandOver    = casework.Command[HandingOver]{Name: "hand-over"}
	Coordinate  = casework.Command[Coordination]{Name: "coordinate"}
	Wait        = casework.Command[Waiting]{Name: "wait"}
	Answer      = casework.Command[Reply]{Name: "answer"}
	Resume      = casework.Command[Remark]{Name: "resume"}
	AddNote     = casework.Command[Note]{Name: "note"}
	Relate      = casework.Command[Relation]{Name: "link"}
	Prioritise  = casework.Command[Weighing]{Name: "prioritise"}
	Communicate = casework.Command[Communication]{Name: "communicate"}
	Join        = casework.Command[Joining]{Name: "join"}
	Resolve     = casework.Command[Resolution]{Name: "resolve"}
	Confirm     = casework.Command[Remark]{Name: "confirm"}
	Reopen      = casework.Command[Because]{Name: "reopen"}
	Withdraw    = casework.Command[Because]{Name: "withdraw"}
	Exclude     = casework.Command[Exclusion]{Name: "exclude"}
)

// Channels by which an incident comes in (E-07), and monitoring.
const (
	Web        = "web"
	Email      = "email"
	Phone      = "phone"
	Chat       = "chat"
	Monitoring = "monitoring"
)

// Channels in the order in which a form offers them.
var Channels = []string{Web, Email, Phone, Chat, Monitoring}

// Degrees of impact and urgency, the gravest first.
var Degrees = []string{"high", "medium", "low"}

// Reasons to wait. Which of them make a clock stand still, its definition says.
const (
	ForUser     = "user"
	ForSupplier = "supplier"
	ForChange   = "change"
	ForProblem  = "problem"
)

// WaitReasons in the order in which a form offers them.
var WaitReasons = []string{ForUser, ForSupplier, ForChange, ForProblem}

// Report is what somebody reports.
type Report struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	// Service of the catalogue; Category and Item (a configuration item) within it
	// may be left open.
	Service  string `json:"service"`
	Category string `json:"category,omitempty"`
	Item     string `json:"item,omitempty"`
	// Impact and Urgency: high, medium or low.
	Impact  string `json:"impact"`
	Urgency string `json:"urgency"`
	// Channel: web, email, phone, chat, or monitoring when no user reported it (C-23).
	Channel string `json:"channel"`
	// Arrived is when an e-mail came in on the mail server: the response clock counts
	// from then (E-26). Absent for other channels, and when nobody said.
	Arrived *time.Time `json:"arrived,omitempty"`
	// Client and Reporter are whom the Service Desk registers for. A user's own
	// report is for the user.
	Client   string `json:"client,omitempty"`
	Reporter string `json:"reporter,omitempty"`
	// Contact is how a reporter without an account can be reached: a personal text.
	Contact string `json:"contact,omitempty"`
}

// Remark is a command that needs no more than an optional word.
type Remark struct {
	Remark string `json:"remark,omitempty"`
}

// Taking is an agent who takes the incident up.
type Taking struct {
	Remark string `json:"remark,omitempty"`
	// Free takes it only while nobody has it, so that two who take the next one of
	// a queue never get the same.
	Free bool `json:"free,omitempty"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Assignment gives the incident to an agent of the team's organisation.
type Assignment struct {
	Agent string `json:"agent"`
}

// HandingOver gives the incident to another team.
type HandingOver struct {
	Team   string `json:"team"`
	Reason string `json:"reason"`
}

// Coordination is the Service Integrator's decision on an incident that bounced
// (B-28): a team that keeps it, or a meeting.
type Coordination struct {
	// Team that owns it from now on; empty when a meeting is called.
	Team    string `json:"team,omitempty"`
	Meeting bool   `json:"meeting,omitempty"`
	Reason  string `json:"reason"`
}

// Waiting says what the work waits for.
type Waiting struct {
	// Reason: user, supplier, change or problem.
	Reason string `json:"reason"`
	// Question that is asked, or what exactly is waited for.
	Question string `json:"question"`
	// Until is when it is expected to end; informative.
	Until *time.Time `json:"until,omitempty"`
}

// Reply is the user's answer.
type Reply struct {
	Text string `json:"text"`
}

// Note is something worth writing down.
type Note struct {
	Text string `json:"text"`
}

// Relation relates the incident to another case, or to something in another tool.
type Relation struct {
	// Kind: change (worked on by), problem (explained by), caused_by (a change),
	// duplicate (of another incident).
	Kind string `json:"kind"`
	Ref  string `json:"ref"`
	Note string `json:"note,omitempty"`
}

// RelationKinds in the order in which a form offers them.
var RelationKinds = []string{"change", "problem", "caused_by", "duplicate"}

// Weighing changes impact and urgency, and with them the priority.
type Weighing struct {
	Impact  string `json:"impact"`
	Urgency string `json:"urgency"`
	Reason  string `json:"reason"`
}

// Communication tells the affected Clients how it stands (B-29, B-30).
type Communication struct {
	// Template is the approved template that the text was drafted from, Version
	// which one of it.
	Template string `json:"template"`
	Version  int    `json:"version"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	// Clients that are affected, beside the reporting one.
	Clients []string `json:"clients,omitempty"`
	// Public puts it on the status page, and sends it to its subscribers (E-06).
	Public bool `json:"public,omitempty"`
}

// Joining says that somebody else has the same incident (E-06).
type Joining struct {
	Remark string `json:"remark,omitempty"`
}

// Resolution says how the incident was resolved.
type Resolution struct {
	Solution string `json:"solution"`
	// Code is the kind of cause; free within the catalogue, for example "configuration".
	Code string `json:"code,omitempty"`
	// Remote says why it could not be solved remotely: onsite, no_network or
	// no_rights (E-34); empty when it could.
	Remote string `json:"remote,omitempty"`
	// Outside: resolved by a provider outside the ecosystem (C-23).
	Outside bool `json:"outside,omitempty"`
}

// RemoteReasons are those of E-34.
var RemoteReasons = []string{"onsite", "no_network", "no_rights"}

// Exclusion asks to leave the incident out of the metric or the price correction.
type Exclusion struct {
	// Ground is one of the policy's.
	Ground string `json:"ground"`
	Reason string `json:"reason"`
	// Proof is where it can be read: a document, a case.
	Proof string `json:"proof"`
}
