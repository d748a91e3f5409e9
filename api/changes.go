package api

import (
	"termijn/workflows/change"
)

var changeResource = resource{process: change.Name, path: "/api/v1/changes", tag: "Changes"}

func (s *server) registerChanges() {
	at := changeResource
	s.registerGate(at)
	s.registerCommands(at, changeCommands)
}

// changeCommands are the commands of a change, in the order of its story.
var changeCommands = []commandRoute{
	command(change.ReportOutcome, "outcome", "Report what became of a deployment",
		"Of one that the gate allowed, before its window ends; else it is escalated. One that did not succeed is reviewed. "+byPipeline,
		change.Outcome{Result: change.Success, Link: "https://ci.alfa.example/117"}),
}
