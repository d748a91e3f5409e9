package api

// changeMeanings are those of changes and of the gate.
var changeMeanings = map[string]map[string]string{
	"ChangeDeployment": {
		"service":     "A service of the service map.",
		"environment": "Where to, as the frame names it.",
		"commit":      "What is deployed.",
		"pipeline":    "Where the run of the pipeline can be seen.",
		"evidence":    "What was tested; the frame says which kinds must have passed.",
		"minutes":     "How long it may take; 15 when absent. The frame bounds it.",
	},
	"ChangeEvidence": {
		"kind":   "As the frame names it, for example unit.",
		"passed": "Whether it passed; all evidence of a kind must have.",
		"link":   "Where it can be read.",
		"failed": "How many tests failed.",
		"total":  "How many there were.",
	},
	"ChangeOutcome": {
		"result": "success, partial or rolled_back.",
		"text":   "What happened; required unless it is a success.",
		"link":   "Where it can be read.",
	},
}
