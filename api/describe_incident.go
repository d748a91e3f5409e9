package api

var incidentMeanings = map[string]map[string]string{
	"IncidentTaking": {
		"remark": "A remark.",
		"free":   "Take it only while nobody has it.",
	},
	"IncidentAssignment": {"agent": "A person of the organisation that has it."},
	"IncidentHandingOver": {
		"team":   "The team that gets it: one of /catalogue/teams.",
		"reason": "Why it belongs there.",
	},
	"IncidentCoordination": {
		"team":    "The team that keeps it; may be left out with a meeting.",
		"meeting": "Whether a meeting is called.",
		"reason":  "Why.",
	},
	"IncidentWaiting": {
		"reason":   "user, supplier, change or problem.",
		"question": "What is asked, or what exactly is waited for.",
		"until":    "When it is expected to end, for information.",
	},
	"IncidentReply":  {"text": "The answer."},
	"IncidentRemark": {"remark": "A remark."},
	"IncidentNote":   {"text": "What is worth writing down."},
	"IncidentRelation": {
		"kind": "change, problem, caused_by or duplicate.",
		"ref":  "The reference of a case, or one in another tool.",
		"note": "A remark.",
	},
	"IncidentWeighing": {
		"impact":  "high, medium or low.",
		"urgency": "high, medium or low.",
		"reason":  "Why it weighs otherwise.",
	},
	"IncidentCommunication": {
		"template": "The approved template that the text was drafted from (B-30).",
		"version":  "Which version of it.",
		"subject":  "The subject, as it is sent.",
		"text":     "The text, as it is sent.",
		"clients":  "Clients that are affected, beside the reporting one.",
		"public":   "Whether it stands on the status page and goes to its subscribers (E-06).",
	},
	"IncidentJoining": {"remark": "A remark."},
	"IncidentResolution": {
		"solution": "What was done, as the reporter reads it.",
		"code":     "The kind of cause, for example configuration.",
		"remote":   "Why it could not be solved remotely: onsite, no_network or no_rights; absent when it could (E-34).",
		"outside":  "Whether a provider outside the ecosystem resolved it (C-23).",
	},
	"IncidentBecause": {"reason": "Why."},
	"IncidentExclusion": {
		"ground": "outside, monitoring, redirected, remote, volume or no_share.",
		"reason": "Why it holds here.",
		"proof":  "Where it can be read: a document, a case.",
	},
}
