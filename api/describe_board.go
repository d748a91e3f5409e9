package api

// changeCommandMeanings are those of the commands of changes.
var changeCommandMeanings = map[string]map[string]string{
	"ChangeRequest":        {"kind": "normal, standard or emergency. An automated change comes through the gate only.", "submit": "Whether to hand it in at once."},
	"ChangeSaving":         {"seen": "The hash of the content that the writer began from (state.hash)."},
	"ChangeSubmission":     {"seen": "The hash of the content that was seen (state.hash)."},
	"ChangeRevision":       {"seen": "The hash of the content that the writer began from (state.hash).", "why": "Why it changes."},
	"ChangeAssessment":     {"seen": "The hash of the content that was checked (state.hash).", "conform": "Whether it conforms from the view of process and planning.", "lacks": "What lacks, when it does not.", "board": "The board that decides; empty means the one whose scope it is."},
	"ChangeClassification": {"kind": "normal, standard or emergency.", "reason": "Why it is of another kind."},
	"ChangeVoteRevision":   {"seat": "The seat whose vote it is.", "replaces": "The number of the vote that was seen.", "option": "approve, reject or abstain.", "content": "The hash of what the seat's vote covers.", "reason": "Why; required to reject."},
	"ChangeRuling": {
		"ballot": "The ballot that is decided on (state.ballot.id).", "content": "The content that was seen (state.ballot.content).", "option": "approve, approve_with_conditions, reject or defer.",
		"reason": "Why; required to reject or defer.", "conditions": "The conditions of the approval.", "acceptLate": "Accepts why it comes later than the lead time allows.",
		"alone": "Nobody could be reached; the E-CAB confirms later.", "stroke": "One of those on which all agree; set by a meeting.", "meeting": "The meeting that decides; set by it.", "present": "The seats that were taken; set by a meeting.",
	},
	"ChangeStarting":       {"remark": "A remark for who follows it."},
	"ChangeStepResult":     {"step": "The step, for example S1.", "result": "What came of it.", "failed": "Whether it failed."},
	"ChangeCompletion":     {"result": "success, partial or rolled_back.", "text": "What happened."},
	"ChangeVerdict":        {"asPlanned": "Whether it was executed as planned.", "text": "What the review found.", "harmful": "Whether it had a negative impact.", "incident": "An incident that it caused, by reference.", "finding": "What the analysis says about the process."},
	"ChangeCausedIncident": {"incident": "The incident, by reference.", "critical": "Whether it is or was a critical one.", "problem": "The problem that established it.", "finding": "What the analysis says about the process."},
	"ChangeNote":           {"text": "What is worth writing down."},
	"ChangeBecause":        {"reason": "The reason."},
}

// boardMeanings are those of boards, their meetings, freezes and the service map.
var boardMeanings = map[string]map[string]string{
	"BoardDefinition": {
		"name": "What people call it.", "kind": "cab, or ecab for emergencies.", "scope": "Services whose changes come before it; none means all that no other board has.", "seats": "The seats by ID: holder, delegates, and what the seat's vote covers.",
		"rule": "all, any, number, percentage, or chair: the chair decides after advice.", "count": "The number or the percentage of the rule.", "quorum": "How many seats must take part.", "sides": "Sets of sides of which one each must take part.",
		"cron": "The rhythm in Europe/Brussels, five fields; empty for an E-CAB.", "minutes": "How long a meeting lasts.", "cutoff": "How many working days before a meeting its agenda closes; 0 means at its beginning.", "each": "Minutes for one item.",
	},
	"BoardRedefinition":  {"seen": "The number of the version that the writer began from.", "reason": "Why it changes."},
	"BoardSkipping":      {"at": "The planned beginning.", "reason": "Why it is left out."},
	"BoardMoving":        {"at": "The planned beginning.", "to": "The new one.", "reason": "Why it is moved.", "cutoff": "When the agenda closes; computed.", "notes": "What is to be known of the instant; computed."},
	"BoardCalling":       {"at": "The beginning.", "reason": "Why it is called.", "cutoff": "When the agenda closes; computed.", "notes": "What is to be known of the instant; computed."},
	"BoardBecause":       {"reason": "The reason."},
	"SessionAdding":      {"change": "The change, by reference.", "reason": "Why after the cut-off."},
	"SessionTakingOff":   {"change": "The change, by reference.", "reason": "Why it is taken off."},
	"SessionOrdering":    {"changes": "All changes on the agenda, in their new order."},
	"SessionAttendance":  {"seat": "The seat.", "person": "Who takes it; the sender when absent.", "left": "Whether the person leaves it."},
	"SessionFronting":    {"change": "The change that is dealt with; empty means none."},
	"SessionDeciding":    {"change": "The change in front.", "ballot": "The ballot as it was seen.", "content": "The content as it was seen.", "option": "approve, approve_with_conditions, reject or defer.", "reason": "Why; required to reject or defer.", "conditions": "The conditions of the approval.", "acceptLate": "Accepts why it comes later than the lead time allows."},
	"SessionStroke":      {"items": "The changes on which all agree, each with the ballot and the content as they were seen."},
	"SessionEntry":       {"change": "The change that the line is about; empty for none.", "text": "The line."},
	"SessionClosing":     {"summary": "What the minutes begin with."},
	"FreezeAnnouncement": {"kind": "freeze or maintenance.", "title": "What it is called.", "reason": "Why.", "items": "Services and items of the service map; a freeze without any holds for everything.", "from": "Its beginning.", "to": "Its end.", "emergencies": "Whether emergency changes may be carried out in it."},
	"FreezeUpdate":       {"from": "The new beginning; what is left out stays.", "to": "The new end.", "items": "The new items; absent, they stay.", "everything": "A freeze holds for everything from now on; without items then.", "reason": "Why it changes.", "providers": "The product fills this in; what is sent is not looked at."},
	"FreezeBecause":      {"reason": "The reason."},
	"ServicemapEdition":  {"seen": "The number of the version that the writer began from.", "put": "Items that are new or changed, whole.", "remove": "IDs of items that are removed.", "reason": "Why it changes."},
}
