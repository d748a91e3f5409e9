package api

// programmeMeanings are the meanings of fields of transition programmes.
var programmeMeanings = map[string]map[string]string{
	"TransitionRequest": {
		"kind":   "programme, client_onboarding, provider_joining or provider_leaving.",
		"client": "Who is onboarded and then sees the programme; required for an onboarding (N-17).",
		"plan":   "The plan.",
	},
	"TransitionPlanChange": {
		"seen":   "The content of the plan that was seen: state.content.",
		"plan":   "What is added, or takes the place of what has the same ID.",
		"whole":  "Whether what the plan does not hold is removed.",
		"remove": "What is taken out, by ID; dependencies by their key, M1>M2.",
		"reason": "Why; required once the plan is accepted.",
	},
	"TransitionSubmission": {
		"content": "The content of the plan that was seen: state.content.",
	},
	"TransitionAward": {
		"date": "The day of the notification.",
	},
	"TransitionForecastDate": {
		"milestone": "The milestone's ID.",
		"date":      "When it is expected: a working day, today or later.",
		"reason":    "Why.",
		"seen":      "What the forecast replaces: seen.{milestone} of the programme.",
	},
	"TransitionAcknowledgement": {
		"request": "The request, for example A1.",
		"answers": "For some or all of its milestones.",
	},
	"TransitionReaching": {
		"milestone": "The milestone's ID.",
		"date":      "When it was reached; not in the future.",
		"note":      "A remark.",
		"evidence":  "What proves it; required where nothing else does.",
	},
	"TransitionDelivering": {
		"product":  "The work product's ID.",
		"note":     "A remark.",
		"evidence": "Where it can be found.",
	},
	"TransitionChecking": {
		"product":  "The work product's ID.",
		"delivery": "The number of the delivery that was checked.",
		"ok":       "Whether it meets the criteria.",
		"findings": "What was found; required when it does not.",
	},
	"TransitionProof": {
		"item":     "The checklist item's ID.",
		"note":     "A remark.",
		"evidence": "What proves it.",
	},
	"TransitionProofWithdrawn": {
		"item":   "The checklist item's ID.",
		"reason": "Why it does not hold.",
	},
	"TransitionRiskPlan": {
		"id":         "An ID of its own, for example K2.",
		"title":      "What can go wrong.",
		"milestone":  "The milestone that it threatens.",
		"owner":      "Who follows it up; by default who records it.",
		"mitigation": "What is done about it.",
		"chance":     "1 (low) to 3 (high); 0 when it is not weighed.",
		"impact":     "1 (low) to 3 (high); 0 when it is not weighed.",
	},
	"TransitionRiskUpdate": {
		"risk":       "The risk's ID.",
		"state":      "open, mitigated, occurred or closed.",
		"note":       "What happened.",
		"mitigation": "Another mitigation.",
		"chance":     "Another chance, 1 to 3.",
		"impact":     "Another impact, 1 to 3.",
	},
	"TransitionExitPlan": {
		"id":    "An ID; that of an item that is there replaces it.",
		"title": "What is open.",
		"kind":  "Incident, problem, change, work request, data, in words.",
		"from":  "The previous provider, in words.",
		"way":   "close or hand_over; absent when it is not known yet.",
		"to":    "Who takes it over; required for hand_over.",
		"due":   "By when.",
	},
	"TransitionExitSettled": {
		"item":     "The item's ID.",
		"way":      "close or hand_over.",
		"to":       "Who took it over; required for hand_over.",
		"note":     "How it ended.",
		"evidence": "What proves it.",
	},
	"TransitionProposing": {
		"kind":    "rebaseline, exemption or dispute.",
		"reason":  "Why.",
		"changes": "For another baseline: what it makes of milestones, by ID.",
		"new":     "For another baseline: new milestones.",
		"item":    "For an exemption: the checklist item.",
		"product": "For a dispute: the work product whose refusal is disputed.",
	},
	"TransitionProposalWithdrawn": {
		"proposal": "The proposal, for example R1.",
		"reason":   "Why.",
	},
	"TransitionSessionPlan": {
		"session": "The planned session that is moved; absent for an extra one.",
		"date":    "A working day, today or later.",
		"hour":    "The hour in Brussels, 7 to 19.",
		"reason":  "Why.",
	},
	"TransitionSessionOpening": {
		"session":      "The planned session, for example S1.",
		"participants": "Who is present.",
	},
	"TransitionPutting": {
		"proposal": "The proposal, for example R1.",
		"content":  "The content of the proposal that the committee saw.",
		"advice":   "The committee's advice.",
	},
	"TransitionDecisionTaken": {
		"text":   "What was decided.",
		"reason": "Why.",
		"about":  "The milestone that it is about.",
	},
	"TransitionSessionClosing": {
		"minutes": "The minutes.",
	},
	"TransitionPaymentAgain": {
		"milestone": "The milestone's ID.",
		"remark":    "What is different now.",
		"papers":    "Further papers.",
	},
	"TransitionCompletion": {
		"report": "How the programme ended.",
	},
	"TransitionBecause": {
		"reason": "Why.",
	},
}
