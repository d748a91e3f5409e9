package takeover

import "fmt"

// Report accounts for every row of the log: Used + Unchanged + Rejected +
// AfterCut is Read.
type Report struct {
	// Read are the rows under the header.
	Read int `json:"read"`
	// Used rows said something new.
	Used int `json:"used"`
	// Unchanged rows repeat what was known, or change only what is not carried over.
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
	// AfterCut rows are later than Options.Until.
	AfterCut int `json:"afterCut"`

	// Incidents were used; IncidentsRejected had no usable row, IncidentsAfterCut
	// only rows after the cut.
	Incidents         int `json:"incidents"`
	IncidentsRejected int `json:"incidentsRejected"`
	IncidentsAfterCut int `json:"incidentsAfterCut"`

	Rejections []Rejection    `json:"rejections,omitempty"`
	Remarks    map[Remark]int `json:"remarks,omitempty"`
}

// Rejection is a row that was not believed.
type Rejection struct {
	Line   int    `json:"line"`
	Number string `json:"number,omitempty"`
	// Reason is one of a few, to count by; Detail says what stands there.
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}

// Reasons why a row is rejected.
const (
	BadColumns       = "wrong number of columns"
	BadText          = "text that is not UTF-8"
	BadQuotes        = "quotation marks in the wrong place"
	NoNumber         = "no incident number"
	BadTime          = "bad time"
	BadNumber        = "bad number"
	UnknownState     = "unknown state"
	UnknownPriority  = "unknown priority"
	UnknownDegree    = "unknown impact or urgency"
	UnknownChannel   = "unknown channel"
	OutOfOrder       = "older than the row before"
	ClosingTakenBack = "closing that was taken back"
	AfterClosing     = "change after the closing"
)

// Remark is something odd that was settled by a rule of doc.go, and counted.
type Remark string

// Remarks, in the order of doc.go; the text says what is counted.
const (
	Ties              Remark = "rows in the same minute as the row before"
	Disorder          Remark = "rows whose sys_mod_count is not above that of the row before"
	Misplaced         Remark = "rows that stand below a later row of their incident"
	MissingUpdates    Remark = "updates that the log leaves out, by sys_mod_count"
	TwiceLocal        Remark = "rows with a local time that was there twice: first reading"
	NeverLocal        Remark = "rows with a local time that was never there: one hour later"
	BeforeOpening     Remark = "rows before the opening: moved to it"
	OpeningDiffers    Remark = "rows with another opening than the first row"
	FirstResolved     Remark = "incidents whose first row is resolved or closed"
	ResolvedAtTaken   Remark = "closings without a resolution: resolved_at taken"
	ClosingTimeTaken  Remark = "closings without a resolution: closing time taken"
	AfterClosed       Remark = "rows after the closing"
	ClosingsTakenBack Remark = "closings that were taken back"
	Reopenings        Remark = "reopenings"
	BackToNew         Remark = "rows that fall back to new"
	ImpliedWork       Remark = "waits or resolutions straight from new or a wait: work implied"
	AssignedResolved  Remark = "assignments of a resolved incident"
	MergedGroups      Remark = "changes of group within one team"
	CountDisagrees    Remark = "incidents whose changes of group disagree with reassignment_count"
	NeverAgent        Remark = "incidents that never have an agent"
	NotCarried        Remark = "unchanged rows that change only what is not carried over"
)

// remarks is their order in print.
var remarks = []Remark{
	Ties, Disorder, Misplaced, MissingUpdates, TwiceLocal, NeverLocal, BeforeOpening, OpeningDiffers, FirstResolved,
	ResolvedAtTaken, ClosingTimeTaken, AfterClosed, ClosingsTakenBack, Reopenings, BackToNew, ImpliedWork,
	AssignedResolved, MergedGroups, CountDisagrees, NeverAgent, NotCarried,
}

func (r *Report) remark(what Remark, n int) {
	if n > 0 {
		r.Remarks[what] += n
	}
}

func (r *Report) reject(line int, number, reason, detail string) {
	r.Rejected++
	r.Rejections = append(r.Rejections, Rejection{line, number, reason, detail})
}

// Check says whether every row is accounted for.
func (r Report) Check() error {
	if sum := r.Used + r.Unchanged + r.Rejected + r.AfterCut; sum != r.Read {
		return fmt.Errorf("%d rows were read, but %d used, %d unchanged, %d rejected and %d after the cut make %d",
			r.Read, r.Used, r.Unchanged, r.Rejected, r.AfterCut, sum)
	}
	if len(r.Rejections) != r.Rejected {
		return fmt.Errorf("%d rows were rejected, but %d are listed", r.Rejected, len(r.Rejections))
	}
	return nil
}

// ByReason counts the rejected rows.
func (r Report) ByReason() map[string]int {
	counts := map[string]int{}
	for _, x := range r.Rejections {
		counts[x.Reason]++
	}
	return counts
}
