package api

var problemMeanings = map[string]map[string]string{
	"ProblemRequest": {
		"title":       "Short description, shown in lists. At most 200 characters.",
		"description": "What happens, how often, since when.",
		"service":     "A service of /catalogue/services.",
		"category":    "A category of the service.",
		"incidents":   "Incidents that it explains, by reference.",
	},
	"ProblemPlan": {
		"stage":  "root_cause, known_error or solution.",
		"date":   "The last day; today or later.",
		"reason": "Why this date.",
	},
	"ProblemRootCause": {
		"cause":    "What caused the incidents.",
		"kind":     "change, configuration, capacity, software, hardware, human, external or unknown.",
		"change":   "With kind change: the change that was the cause (C-28), a case or one in another tool.",
		"changeBy": "With kind change: who made it, provider or outside (C-29).",
		"finding":  "On the process of the Service Integrator: none, provider_deviated, process_badly_described or process_badly_communicated (C-30).",
		"proof":    "With a finding: where it can be read.",
	},
	"ProblemKnownError": {
		"symptoms":   "How it shows.",
		"workaround": "What helps meanwhile.",
		"public":     "Whether who is about to report an incident is shown it (E-06).",
	},
	"ProblemSolution": {
		"solution": "What was done for good.",
		"change":   "The change that brought it, if any.",
	},
	"ProblemOverrunAnalysis": {
		"cause": "Why it took longer than its target.",
		"share": "Whether the Service Integrator had a part in it.",
		"proof": "Without a share: where that can be read.",
	},
	"ProblemIncident": {"ref": "The incident's reference."},
	"ProblemNote":     {"text": "What is worth writing down."},
	"ProblemBecause":  {"reason": "Why."},
	"ProblemClosing":  {"result": "The result of the effectiveness check."},
}
