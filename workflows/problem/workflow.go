package problem

import "slices"

// working are the commands of every stage from the analysis to the solution.
var working = []string{Assign.Name, PlanStage.Name, AnalyseOverrun.Name, LinkIncident.Name, AddNote.Name, Cancel.Name}

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Proposed:   {LinkIncident.Name, AddNote.Name, Cancel.Name},
	Analysing:  slices.Concat([]string{IdentifyRootCause.Name}, working),
	Identified: slices.Concat([]string{IdentifyRootCause.Name, RecordKnownError.Name, ImplementSolution.Name, Reopen.Name}, working),
	Known:      slices.Concat([]string{IdentifyRootCause.Name, RecordKnownError.Name, ImplementSolution.Name, Reopen.Name}, working),
	Solved:     slices.Concat([]string{Close.Name, RecordKnownError.Name, Reopen.Name}, working),
}
