package change

import (
	"time"

	"termijn/internal/record"
)

// Stages.
const (
	Drafting     = "draft"
	Assessing    = "assessment"
	Approving    = "approval"
	Scheduled    = "scheduled"
	Implementing = "implementation"
	Reviewing    = "review"
	// AtGate is a pipeline's change on which the gate has not answered yes or no.
	AtGate = "gate"
	// Stages and outcomes of the end.
	Done      = "done"
	Rejected  = "rejected"
	Withdrawn = "withdrawn"
	Refused   = "refused" // by the gate
)

// Policy is the part of the product's policy that a change keeps.
type Policy struct {
	// WindowDays is how long a window lasts at most, in days.
	WindowDays int `json:"windowDays"`
}

// State is what a change keeps beside what every case keeps.
type State struct {
	Kind string `json:"kind"`
	// Policy is what the case keeps of the product's, as it was when it began.
	Policy Policy `json:"policy"`
	// Provider does it; Writer is who of it wrote the content last.
	Provider string  `json:"provider"`
	Writer   string  `json:"writer,omitempty"`
	Content  Content `json:"content"`
	// Hash is of the content; whoever changes it says which one was seen.
	Hash string `json:"hash"`
	// Revisions counts the changes since it was handed in.
	Revisions int `json:"revisions,omitempty"`
	// Submitted is when it was handed in first, Fit what was found out about the
	// content. AtOnce: it is handed in as it is written down.
	Submitted *time.Time `json:"submitted,omitempty"`
	Fit       *Fit       `json:"fit,omitempty"`
	AtOnce    bool       `json:"atOnce,omitempty"`
	// Lacks is why the Service Integrator sent it back.
	Lacks string `json:"lacks,omitempty"`
	// Collisions by key, as last looked at; More counts those left out. Checked is
	// when that was.
	Collisions map[string]record.Collision `json:"collisions,omitempty"`
	More       int                         `json:"more,omitempty"`
	Checked    *time.Time                  `json:"checked,omitempty"`
	// CheckAgain: something changed while a look was under way. TellAgain: it was the
	// own plan, so that the next look tells the others.
	CheckAgain bool `json:"checkAgain,omitempty"`
	TellAgain  bool `json:"tellAgain,omitempty"`
	// Planned is the plan as it was last told, Were are those before it that the next
	// look still has to tell of.
	Planned *record.Plan  `json:"planned,omitempty"`
	Were    []record.Plan `json:"were,omitempty"`
	// Ballot is the present or last vote; Ballots counts them, Terms the terms that
	// were given to decide.
	Ballot  *Ballot `json:"ballot,omitempty"`
	Ballots int     `json:"ballots,omitempty"`
	Terms   int     `json:"terms,omitempty"`
	// Decision is the last one; Confirmation that of the E-CAB on what the chair
	// decided alone.
	Decision     *Decided      `json:"decision,omitempty"`
	Confirmation *Confirmation `json:"confirmation,omitempty"`
	// Cleared are the collisions that the decision was about (Mark); Held is set while
	// others have come since and nobody has decided on them: it must not start.
	Cleared []string `json:"cleared,omitempty"`
	Held    *Hold    `json:"held,omitempty"`
	// Notice announces the unavailability, by reference; Announced is what it says.
	Notice    string          `json:"notice,omitempty"`
	Announced *Unavailability `json:"announced,omitempty"`
	// NoticeLags: what is announced changed before the notice had its reference.
	NoticeLags bool `json:"noticeLags,omitempty"`
	// Told counts what the notice, the meeting and the standard change were told.
	Told int `json:"told,omitempty"`
	// BoardTold: the Board knows that the Client's roadmap is missing or not in line.
	BoardTold bool `json:"boardTold,omitempty"`
	// Missed: the window passed and it had not begun.
	Missed bool `json:"missed,omitempty"`
	// Started, Ended and Result of the implementation; Steps by ID S1…
	Started *time.Time        `json:"started,omitempty"`
	Ended   *time.Time        `json:"ended,omitempty"`
	Result  *Completion       `json:"result,omitempty"`
	Steps   map[string]StepIs `json:"steps,omitempty"`
	Overran bool              `json:"overran,omitempty"`
	// Verdict of the review; Caused are incidents by reference.
	Verdict *Reviewed                 `json:"verdict,omitempty"`
	Caused  map[string]CausedIncident `json:"caused,omitempty"`
	// Gate is set for an automated change.
	Gate *Gate `json:"gate,omitempty"`
	// Reason of withdrawing it.
	Reason string `json:"reason,omitempty"`
}

// Ballot is a vote of a board on the change.
type Ballot struct {
	ID    string `json:"id"`
	Panel Panel  `json:"panel"`
	// Opened is when; Clock limits it.
	Opened time.Time `json:"opened"`
	Clock  string    `json:"clock,omitempty"`
	// Content is the hash over all aspects, Hashes by aspect.
	Content string            `json:"content"`
	Hashes  map[string]string `json:"hashes"`
	// Votes by seat; Reopened are those that an edit took back, by seat. Cast counts
	// all votes, Asked are the tasks that were closed with a vote: their seat by ID.
	Votes    map[string]Vote     `json:"votes,omitempty"`
	Reopened map[string]Reopened `json:"reopened,omitempty"`
	Cast     int                 `json:"cast,omitempty"`
	Asked    map[string]string   `json:"asked,omitempty"`
	// Unreached: the ladder of an emergency has ended without a quorum, so that the
	// chair may decide alone (B-34).
	Unreached bool `json:"unreached,omitempty"`
	// Agreed: every seat whose vote counts has approved, so that it can be dealt with
	// in one stroke.
	Agreed bool `json:"agreed,omitempty"`
	// Meeting that decides, and when.
	Meeting   string     `json:"meeting,omitempty"`
	MeetingAt *time.Time `json:"meetingAt,omitempty"`
}

// Vote is what a seat said.
type Vote struct {
	Number int          `json:"number"`
	Seat   string       `json:"seat"`
	By     record.Actor `json:"by"`
	At     time.Time    `json:"at"`
	Option string       `json:"option"`
	Reason string       `json:"reason,omitempty"`
	// Content is the hash of what the seat covers.
	Content string `json:"content"`
}

// Reopened is a vote that was taken back, because aspects changed that it covers.
type Reopened struct {
	Vote    Vote      `json:"vote"`
	At      time.Time `json:"at"`
	Aspects []string  `json:"aspects"`
	// Why in a code: revised, collision.
	Why string `json:"why"`
}

// Decided is a ruling with when.
type Decided struct {
	Ruling
	At time.Time `json:"at"`
}

// Options of the E-CAB's confirmation, and of the chair's second thoughts.
const (
	Confirm  = "confirm"
	Overturn = "overturn"
)

// Hold keeps an approved change from starting: collisions came after the decision.
type Hold struct {
	Since time.Time `json:"since"`
	Clock string    `json:"clock"`
	// Content is the hash of what the chair is asked about, Came how many collisions
	// the decision knew nothing of.
	Content string `json:"content"`
	Came    int    `json:"came"`
}

// Confirmation is the E-CAB's word on a decision that the chair took alone.
type Confirmation struct {
	Asked time.Time `json:"asked"`
	Clock string    `json:"clock"`
	// Confirmed are the seats that confirmed so far, with who it was.
	Confirmed map[string]record.Actor `json:"confirmed,omitempty"`
	// Option: confirm or overturn; empty while it is awaited.
	Option string       `json:"option,omitempty"`
	By     record.Actor `json:"by,omitzero"`
	At     *time.Time   `json:"at,omitempty"`
	Reason string       `json:"reason,omitempty"`
}

// StepIs is a step of the implementation as it stands.
type StepIs struct {
	ID     string        `json:"id"`
	Text   string        `json:"text"`
	Done   *time.Time    `json:"done,omitempty"`
	By     *record.Actor `json:"by,omitempty"`
	Failed bool          `json:"failed,omitempty"`
	Result string        `json:"result,omitempty"`
}

// Reviewed is the verdict with who and when.
type Reviewed struct {
	Verdict
	By record.Actor `json:"by"`
	At time.Time    `json:"at"`
}

// Gate is what a pipeline asked and was answered.
type Gate struct {
	Deployment Deployment `json:"deployment"`
	// By is who asked: the person that the pipeline signed in as.
	By string `json:"by,omitempty"`
	// Frame is the standard change whose frame counts, as it was.
	Frame        string `json:"frame,omitempty"`
	FrameVersion int    `json:"frameVersion,omitempty"`
	// Facts are what the gate was told of the frame and the time; Seen is the case's
	// event after which the plans of others were read last.
	Facts *record.GateFacts `json:"facts,omitempty"`
	Seen  int64             `json:"seen,omitempty"`
	// Reserved is the event with which its plan became firm, before it is allowed: of
	// two that ask at once, one sees the other.
	Reserved int64 `json:"reserved,omitempty"`
	// Answer is allowed, refused or wait; empty while it is looked at. Reasons are
	// codes with their arguments.
	Answer  string       `json:"answer,omitempty"`
	Reasons []GateReason `json:"reasons,omitempty"`
	At      *time.Time   `json:"at,omitempty"`
	// Task that must be decided when the answer is wait, about Content.
	Task    string `json:"task,omitempty"`
	Content string `json:"content,omitempty"`
	// Decided is who let it pass, or not, and why, when somebody had to decide.
	Decided *GateDecision `json:"decided,omitempty"`
	// Outcome as the pipeline reported it.
	Outcome *Outcome `json:"outcome,omitempty"`
}

// GateDecision is a person's word on a deployment.
type GateDecision struct {
	By     record.Actor `json:"by"`
	At     time.Time    `json:"at"`
	Option string       `json:"option"`
	Reason string       `json:"reason,omitempty"`
}

// GateReason is why the gate does not open: a code and its arguments.
type GateReason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}
