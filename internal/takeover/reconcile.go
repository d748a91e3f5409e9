package takeover

// Reconciliation is what must come out of a log, or what was found in the ledger
// afterwards, in figures that can be laid side by side.
type Reconciliation struct {
	// Report is of the reading; nil in what was found.
	Report *Report `json:"report,omitempty"`
	// Incidents that were open at some time up to the instant asked about.
	Incidents int `json:"incidents"`
	// Cases by state and priority.
	Cases map[string]map[string]int `json:"cases"`
	// HandOvers are changes of team, Crossings those between organisations.
	HandOvers  int `json:"handOvers"`
	Crossings  int `json:"crossings"`
	Reopenings int `json:"reopenings"`
	// Waits by reason.
	Waits map[string]Wait `json:"waits"`
	// Clocks by definition and state, as internal/sla names them.
	Clocks map[string]map[string]int `json:"clocks"`
}

// Difference is a figure that is not what it must be.
type Difference struct {
	Figure   string `json:"figure"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
}
