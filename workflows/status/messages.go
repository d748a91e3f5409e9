package status

import "termijn/workflows/casework"

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "status"
	Prefix = "DSO"
)

// Reported is the kind of the event that holds a report.
const Reported = "status.reported"

// ReportNow asks for a report outside the rhythm.
var ReportNow = casework.Command[Extra]{Name: "report-now"}

// Extra says why a report is wanted outside the rhythm.
type Extra struct {
	Remark string `json:"remark,omitempty"`
}
