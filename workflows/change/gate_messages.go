package change

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
