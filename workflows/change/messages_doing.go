package change

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

// Retraction says that the change did not cause an incident after all: Problem, which
// had said so, found another cause.
type Retraction struct {
	Incident string `json:"incident,omitempty"`
	Problem  string `json:"problem"`
}

// Note is something worth writing down.
type Note struct {
	Text string `json:"text"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
