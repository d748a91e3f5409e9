package api

import "github.com/danielgtaylor/huma/v2"

// describe says in the document what the fields of the processes' own types
// mean: their packages know nothing of HTTP.
func describe(doc *huma.OpenAPI) {
	types := doc.Components.Schemas.Map()
	for _, meanings := range []map[string]map[string]string{regieMeanings, incidentMeanings, problemMeanings, otherMeanings, standardMeanings, changeMeanings, changeCommandMeanings, boardMeanings, programmeMeanings} {
		for name, fields := range meanings {
			for field, text := range fields {
				property := types[name].Properties[field]
				if property.Ref != "" {
					// A reference stands alone in OpenAPI; its type says what it is.
					continue
				}
				property.Description = text
			}
		}
	}
}

// regieMeanings, like the others, are the meanings of fields by type and name.
var regieMeanings = map[string]map[string]string{
	"RegieRequest": {
		"title":          "Short description, shown in lists (M-22). At most 160 characters.",
		"nature":         "Nature of the assignment.",
		"goal":           "Subject and goal.",
		"provider":       "The organisation that is asked, for example alfa.",
		"representative": "The person who acts for the Client: a requester or project leader.",
		"start":          "First day of the period; today or later.",
		"months":         "Length of the period, 1 to 48.",
		"profiles":       "The profiles that are asked for, with their expected availability.",
		"expectations":   "Expectations and special requirements.",
	},
	"RegieWish":         {"profile": "A profile of the catalogue.", "fte": "Expected availability, 1 being full time."},
	"RegieConfirmation": {"remark": "A remark for the Client."},
	"RegieQuestions": {
		"questions":    "What the provider needs to know.",
		"meeting":      "Whether an information meeting is asked for.",
		"meetingTopic": "About what the meeting should be; required with a meeting.",
	},
	"RegieAnswers": {"round": "The round of questions, for example Q1.", "answers": "The answers by question, for example Q1.1."},
	"RegieMeeting": {
		"round":      "The round that asked for the meeting.",
		"report":     "What was settled.",
		"answersAll": "Whether the meeting answered the round's open questions too.",
	},
	"RegieDispute": {
		"round":  "The round whose suspension is disputed.",
		"source": "Where the information was available, for example the CMDB.",
		"ground": "Why the provider could have known.",
	},
	"RegieDueDate": {"date": "The proposed date, after today.", "reason": "Why another date."},
	"RegieOfferDraft": {
		"plan":       "The workable staffing for the goal.",
		"lines":      "The named people.",
		"validUntil": "The last day on which the offer can be ordered.",
	},
	"RegieLineDraft": {
		"profile":       "A profile of the catalogue.",
		"candidate":     "The person's name. A personal text.",
		"cv":            "Reference to the CV. A personal text.",
		"staff":         "The provider's own number for the person, the same in all cases (B-23).",
		"hours":         "Hours presumed over the whole period.",
		"price":         "Price per hour in euro, VAT excluded, at most the profile's maximum (M-17).",
		"fte":           "Availability offered, 1 being full time.",
		"subcontractor": "Whether the price is a subcontractor's own, without mark-up (M-19).",
	},
	"RegieInterviewRequest":   {"subject": "A line of the offer, or a proposed replacement.", "remark": "A remark for the provider."},
	"RegieInterviewReport":    {"subject": "The line or replacement whose person was met.", "report": "How it went."},
	"RegieReplacementRequest": {"line": "The line of the offer.", "reason": "Why another person."},
	"RegieSubstitution": {
		"line":          "The line of the offer.",
		"candidate":     "The new person's name. A personal text.",
		"cv":            "Reference to the CV. A personal text.",
		"staff":         "The provider's own number for the new person.",
		"justification": "Why the person is replaced.",
	},
	"RegieBecause":         {"reason": "Why."},
	"RegieApprovalRequest": {"content": "The hash of the offer that was seen: state.offer.content."},
	"RegieOrder": {
		"content":   "The hash of the offer that was seen: state.offer.content.",
		"reference": "The Client's reference of the order.",
		"ioNumbers": "The IO numbers for the invoice.",
		"committed": "When the Client committed the budget; not in the future.",
	},
	"Timesheet": {
		"line": "The line of the person.",
		"week": "The Monday of the week.",
		"days": "The hours from Monday to Sunday, in quarters of an hour.",
		"note": "A remark for the representative.",
	},
	"RegieStatementDraft": {"month": "The month, written 2026-04."},
	"RegieChangeDraft": {
		"kind":        "adapt, or stop for an early stop.",
		"description": "What changes and why.",
		"end":         "The new last day; required for a stop.",
		"hours":       "New presumed hours by line.",
		"ioNumbers":   "New IO numbers.",
	},
	"RegieAlignment": {
		"change": "The change, for example C1.",
		"impact": "What it means for the provider.",
		"hours":  "The provider's estimate by line.",
	},
}
