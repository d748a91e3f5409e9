package api

// standardMeanings are those of standard changes.
var standardMeanings = map[string]map[string]string{
	"StandardRequest":  {"text": "What is written down."},
	"StandardRevision": {"text": "The new content; its kind stays."},
	"StandardText": {
		"kind":          "template for changes that people carry out, frame for a pipeline's.",
		"name":          "What it is called. At most 160 characters.",
		"why":           "Why its risk is known.",
		"items":         "Services and items of the service map; what is part of them belongs to it.",
		"minutes":       "Minutes that one lasts at most.",
		"steps":         "The steps of a template, in order; a frame has none.",
		"impact":        "The impact analysis; a frame need not have one.",
		"testPlan":      "How it is tested; a frame need not say so.",
		"backOut":       "How it is undone.",
		"communication": "Who is told, and how.",
		"environments":  "The environments of a frame, as the pipeline names them.",
		"evidence":      "The kinds of evidence that must have passed, for a frame.",
		"fromHour":      "The first hour of the day at which a frame is open, in Europe/Brussels.",
		"toHour":        "The hour at which it closes; the same as fromHour: always open; before it: over midnight.",
		"workingDays":   "Whether a frame is open on working days only.",
		"decide":        "When the Service Integrator decides on a deployment of a frame: never, collision, always.",
	},
	"StandardSubmission": {
		"content": "The hash of the draft that was seen: state.draft.content.",
		"record":  "Filled in by the product: what became of normal changes to the same items. What is sent is ignored.",
	},
	"StandardHarm": {
		"change":   "The change that did harm, by reference.",
		"incident": "The incident that it caused, by reference.",
		"reason":   "Why it does harm.",
	},
	"StandardBecause": {"reason": "Why."},
	"ChangeRisk": {
		"likelihood": "How likely harm is: low, medium, high.",
		"effect":     "How grave it is: low, medium, high.",
		"text":       "About the risk.",
	},
}
