package takeover

import "time"

// Reconciliation is what must come out of a log, or what was found in the ledger
// afterwards, in figures that can be laid side by side.
type Reconciliation struct {
	// Report is of the reading; nil in what was found.
	Report *Report `json:"report,omitempty"`
	// Incidents that were opened by the instant asked about.
	Incidents int `json:"incidents"`
	// Cases by state and priority.
	Cases map[string]map[string]int `json:"cases"`
	// HandOvers are changes of team, Crossings those between organisations.
	HandOvers  int `json:"handOvers"`
	Crossings  int `json:"crossings"`
	Reopenings int `json:"reopenings"`
	// Waits by reason; an open one counts up to the instant asked about.
	Waits map[string]Wait `json:"waits"`
	// Clocks by definition and state, as internal/sla names them.
	Clocks map[string]map[string]int `json:"clocks"`
}

// Reconcile adds up what must come out for every incident by an instant.
func (l *Log) Reconcile(p Policy, at time.Time) (Reconciliation, error) {
	r := Reconciliation{Report: &l.Report, Cases: map[string]map[string]int{}, Waits: map[string]Wait{}, Clocks: map[string]map[string]int{}}
	for _, inc := range l.Incidents {
		e, err := Expect(inc, p, at)
		if err != nil {
			return r, err
		}
		if e.State == "" {
			continue
		}
		r.Incidents++
		count(r.Cases, e.State, e.Priority)
		r.HandOvers += e.HandOvers
		r.Crossings += e.Crossings
		r.Reopenings += e.Reopenings
		for reason, w := range e.Waits {
			sum := r.Waits[reason]
			r.Waits[reason] = Wait{sum.Count + w.Count, sum.Seconds + w.Seconds}
		}
		for _, k := range e.Clocks {
			count(r.Clocks, k.Definition, string(k.Result.State))
		}
	}
	return r, nil
}

func count(table map[string]map[string]int, row, column string) {
	if table[row] == nil {
		table[row] = map[string]int{}
	}
	table[row][column]++
}
