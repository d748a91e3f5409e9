package api

// otherMeanings are those of meetings, surveys, templates and notices.
var otherMeanings = map[string]map[string]string{
	"MeetingParticipation": {
		"person": "Who joins or leaves; the caller when absent.",
		"org":    "The person's organisation; the caller's when absent.",
		"role":   "The role in the meeting, in words.",
		"left":   "True for who leaves.",
	},
	"MeetingEntry":         {"text": "The line."},
	"MeetingDecisionTaken": {"text": "What was decided.", "reason": "Why."},
	"MeetingActionDraft": {
		"text":   "What must be done.",
		"org":    "The organisation that does it; it takes part in the meeting.",
		"person": "Who of it does it; else its agents are asked.",
		"due":    "The instant by which it is done; or date.",
		"date":   "The last day; or due.",
	},
	"MeetingActionResult":  {"action": "The action, for example A1.", "result": "What came of it."},
	"MeetingActionDropped": {"action": "The action, for example A1.", "reason": "Why it is not needed any more."},
	"MeetingInvitation":    {"org": "The provider."},
	"MeetingMinutes":       {"summary": "The summary as far as it is written."},
	"MeetingClosing": {
		"summary":   "The minutes; may be left out when they are written.",
		"carryOver": "Whether open actions are handed on, to be followed up outside the meeting: their tasks and clocks end, and they stay listed as carried_over.",
	},
	"SurveyReport": {"result": "What came of the contact."},
	"TemplateRequest": {
		"kind":  "communication (about incidents) or verification (the minimum requirements, B-37).",
		"name":  "What it is called. At most 160 characters.",
		"texts": "By language: nl and en, both.",
	},
	"TemplateText":       {"subject": "The subject.", "text": "The text."},
	"TemplateRevision":   {"texts": "By language: nl and en, both."},
	"TemplateSubmission": {"content": "The hash of the draft that was seen: state.draft.content."},
	"TemplateWithdrawal": {"remark": "A remark."},
	"TemplateBecause":    {"reason": "Why."},
	"NoticeAnnouncement": {
		"service": "A service of /catalogue/services.",
		"title":   "Short description. At most 160 characters.",
		"text":    "What people should know.",
		"from":    "When the window begins; in the future.",
		"to":      "When it ends.",
		"clients": "The Clients that it affects; all when absent.",
	},
	"NoticeUpdate": {
		"text": "What changed.",
		"from": "When the window begins; as it was when absent.",
		"to":   "When it ends; as it was when absent.",
	},
	"NoticeEnding":  {"text": "What people should know."},
	"NoticeBecause": {"reason": "Why."},
}
