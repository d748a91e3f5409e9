package mail

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/ledger"
)

// Templates that the processes ask for. They are wire format: they stand in
// events and in the outbox.
const (
	caseRegistered    = "case_registered"
	taskOpened        = "task_opened"
	taskReminder      = "task_reminder"
	escalation        = "escalation"
	orderPlaced       = "order_placed"
	caseEnded         = "case_ended"
	overAvailableTime = "over_available_time"
	incidentReference = "incident_reference"
	incidentAssigned  = "incident_assigned"
	incidentAnswered  = "incident_answered"
	incidentResolved  = "incident_resolved"
	incidentCritical  = "incident_critical"
	statusDaily       = "status_daily"
	surveyInvite      = "survey_invite"
	incidentUpdate    = "incident_update"
	noticeUpdate      = "notice_update"
	milestoneSignal   = "milestone_signal"
	steeringAgenda    = "steering_agenda"
	changeVote        = "change_vote"
	voteReopened      = "vote_reopened"
	ecabCalled        = "ecab_called"
	changeApproved    = "change_approved"
	changeMissed      = "change_missed"
	changeNoReturn    = "change_no_return"
	changeCaused      = "change_caused_incident"
	changeRetracted   = "change_incident_retracted"
	templateLost      = "change_template_lost"
	ecabUnreached     = "ecab_unreached"
	emergencyUndone   = "emergency_overturned"
	roadmapMissing    = "roadmap_missing"
	standardApproved  = "standard_approved"
	standardSetBack   = "standard_set_back"
	sessionPrepared   = "session_prepared"
	sessionAgenda     = "session_agenda"
	sessionMinutes    = "session_minutes"
	sessionNews       = "session_news"
)

// templates by name. Each says what its mail shows, in order.
var templates = map[string]func(*writer){
	caseRegistered: func(w *writer) { // E-05
		w.say(w.own("lead"))
		w.aboutCase()
		w.row("opened", w.DateTime(w.Case.Opened))
		w.openCase()
	},
	taskOpened: func(w *writer) {
		w.say(w.own("lead", "Task", w.task()))
		w.aboutTask()
	},
	taskReminder: func(w *writer) {
		w.say(w.own("lead", "Task", w.task()), w.rung())
		w.aboutTask()
	},
	escalation: func(w *writer) {
		w.say(w.own("lead", "Clock", w.clock()), w.rung())
		if due, err := time.Parse(time.RFC3339, w.Args["due"]); err == nil {
			w.row("due", w.Deadline(due))
		}
		w.aboutCase()
		w.openCase()
	},
	orderPlaced: func(w *writer) {
		w.say(w.own("lead", "Client", clean(w.Case.Client, 100)))
		w.aboutCase()
		w.openCase()
	},
	caseEnded: func(w *writer) {
		w.say(w.own("lead", "Outcome", w.stage(w.Case.Outcome)))
		w.aboutCase()
		w.openCase()
	},
	overAvailableTime: func(w *writer) { // B-23; who it is stands behind the link
		w.say(w.own("lead"))
		w.details(w.Args)
		w.aboutCase()
		w.openCase()
	},
	incidentReference:          (*writer).incidentReference,
	incidentAssigned:           (*writer).incidentAssigned,
	incidentAnswered:           (*writer).incidentAnswered,
	incidentResolved:           (*writer).incidentResolved,
	incidentCritical:           (*writer).incidentCritical,
	statusDaily:                (*writer).statusDaily,
	surveyInvite:               (*writer).surveyInvite,
	incidentUpdate:             (*writer).incidentUpdate,
	noticeUpdate:               (*writer).noticeUpdate,
	milestoneSignal:            (*writer).milestoneSignal,
	steeringAgenda:             (*writer).steeringAgenda,
	changeVote:                 (*writer).changeVote,
	voteReopened:               (*writer).voteReopened,
	ecabCalled:                 (*writer).ecabCalled,
	changeApproved:             (*writer).aboutChange,
	changeMissed:               (*writer).aboutChange,
	changeNoReturn:             (*writer).aboutChange,
	changeCaused:               (*writer).aboutChange,
	changeRetracted:            (*writer).aboutChange,
	templateLost:               (*writer).aboutChange,
	ecabUnreached:              (*writer).aboutChange,
	emergencyUndone:            (*writer).aboutChange,
	roadmapMissing:             (*writer).roadmapMissing,
	standardApproved:           (*writer).standardApproved,
	standardSetBack:            (*writer).standardSetBack,
	sessionPrepared:            (*writer).sessionPrepared,
	sessionAgenda:              (*writer).sessionAgenda,
	sessionMinutes:             (*writer).sessionMinutes,
	sessionNews:                (*writer).sessionNews,
	ledger.SubscriptionConfirm: (*writer).subscriptionConfirm,
}

// writer writes one letter.
type writer struct {
	*i18n.Printer
	ledger.Outgoing
	base   string
	letter letter
	// key signs links; err says that one could not be made.
	key []byte
	err error
	// places are further names and values for the template's own texts.
	places []any
}

// own is a text of the template itself; all of them may name the case.
func (w *writer) own(part string, pairs ...any) string {
	pairs = append(pairs, "Ref", w.Case.Ref, "Title", w.Case.Title)
	return w.T("mail."+w.Template+"."+part, append(pairs, w.places...)...)
}

func (w *writer) say(paragraphs ...string) {
	for _, p := range paragraphs {
		if p != "" {
			w.letter.Paragraphs = append(w.letter.Paragraphs, p)
		}
	}
}

func (w *writer) row(label, value string) {
	w.letter.Rows = append(w.letter.Rows, row{w.T("mail.label." + label), value})
}

// task is the task's title: what is asked.
func (w *writer) task() string {
	if w.Task == nil {
		return ""
	}
	return w.T("task." + w.Task.Kind)
}

func (w *writer) clock() string { return w.T("clock." + w.Args["definition"]) }

func (w *writer) stage(stage string) string { return w.T("stage." + w.Case.Process + "." + stage) }

// rung says how far the clock is.
func (w *writer) rung() string {
	rung := w.Args["rung"]
	if percent, ok := strings.CutSuffix(rung, "%"); ok && percent != "100" {
		return w.T("mail.rung.percent", "Percent", percent)
	}
	if days, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(rung, "-"), "WD")); err == nil && strings.HasSuffix(rung, "WD") {
		return w.T("mail.rung.workingdays", "Count", days)
	}
	if rung == "" {
		return ""
	}
	return w.T("mail.rung.due")
}

func (w *writer) aboutCase() {
	w.row("case", w.Case.Ref+" – "+w.Case.Title)
	w.row("process", w.T("process."+w.Case.Process))
	if w.Case.Client != "" { // some cases are of no Client
		w.row("client", clean(w.Case.Client, 100))
	}
	w.row("stage", w.stage(w.Case.Stage))
}

func (w *writer) aboutTask() {
	if w.Task == nil {
		w.aboutCase()
		w.openCase()
		return
	}
	w.row("task", w.task())
	w.row("asked", w.asked())
	if w.Task.Due != nil {
		w.row("due", w.Deadline(*w.Task.Due))
	}
	w.details(w.Task.Args)
	w.aboutCase()
	w.letter.Action = link{w.T("mail.open.task"), taskURL(w.base, w.Task.ID)}
}

func (w *writer) openCase() {
	w.letter.Action = link{w.T("mail.open.case"), caseURL(w.base, w.Case.Ref)}
}

// asked is of whom the task asks something.
func (w *writer) asked() string {
	org := clean(w.Task.OrgName, 100)
	switch id := "mail.role." + w.Task.Role; {
	case w.Task.Person != "":
		// Only the person who is asked is written to.
		return w.T("mail.asked.you")
	case w.Has(id):
		return w.T("mail.asked.role", "Role", w.T(id), "Org", org)
	}
	return w.T("mail.asked.org", "Org", org)
}

// details are the facts that a task or mail names, in a fixed order; others are
// left out: the page has them.
func (w *writer) details(args map[string]string) {
	for _, name := range []string{"week", "month", "hours", "total", "date"} {
		if value := w.detail(name, args[name]); value != "" {
			w.letter.Rows = append(w.letter.Rows, row{w.T("task.arg." + name), value})
		}
	}
}

func (w *writer) detail(name, raw string) string {
	switch name {
	case "week", "date":
		if d, err := calendar.ParseDate(raw); err == nil {
			return w.Date(d)
		}
	case "month":
		if m, err := time.Parse("2006-01", raw); err == nil {
			return w.T("format.month."+m.Format("01")) + m.Format(" 2006")
		}
	case "hours":
		if d, err := decimal.NewFromString(raw); err == nil {
			return w.Hours(d)
		}
	case "total":
		if d, err := decimal.NewFromString(raw); err == nil {
			return w.Money(d)
		}
	}
	return ""
}
