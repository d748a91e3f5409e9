package record

import (
	"encoding/json"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/sla"
)

// Effects is what an event changes on the read side. Each task and clock is
// given whole, as it stands after the event.
type Effects struct {
	Case   *CaseChange `json:"case,omitempty"`
	Tasks  []Task      `json:"tasks,omitempty"`
	Clocks []Clock     `json:"clocks,omitempty"`
	Alarms []Alarm     `json:"alarms,omitempty"`
	Mails  []Mail      `json:"mails,omitempty"`
	// Errands are what the case asks to be done outside it, each whole as it stands.
	Errands []Errand `json:"errands,omitempty"`
}

// CaseChange is how an event changes its case. Fields left empty stay as they were.
type CaseChange struct {
	Process string   `json:"process,omitempty"`
	Stage   string   `json:"stage,omitempty"`
	Title   string   `json:"title,omitempty"`
	Parties *Parties `json:"parties,omitempty"`
	// Outcome ends the case; it says how.
	Outcome string `json:"outcome,omitempty"`
	// View is an RFC 7396 merge patch on the process's own state.
	View json.RawMessage `json:"view,omitempty"`
	// Links are new relations to other cases.
	Links []Link `json:"links,omitempty"`
	// Plan is what the case plans from now on; one without a kind takes it back.
	Plan *Plan `json:"plan,omitempty"`
}

// Link relates a case to another one, for example a Problem to the incident
// that it explains.
type Link struct {
	Kind string `json:"kind"`
	Ref  string `json:"ref"`
}

// Errand is something that a case asks to be done outside it and whose answer it
// waits for, beside everything else: another case to open, a list to read. It is
// done at least once; Activity must be idempotent on the case and ID.
type Errand struct {
	ID       string          `json:"id"`
	Activity string          `json:"activity"`
	Input    json.RawMessage `json:"input,omitempty"`
	// Done is true when the answer has come.
	Done bool `json:"done,omitempty"`
}

// Parties are the organisations and people of a case. They decide who sees it.
type Parties struct {
	Client    string   `json:"client,omitempty"`
	Providers []string `json:"providers,omitempty"`
	Requester string   `json:"requester,omitempty"`
	// Representative is who acts for the Client during the case (M-01).
	Representative string `json:"representative,omitempty"`
}

// Recipient is a person, or everybody with a role in an organisation, or the
// subscribers to public news.
type Recipient struct {
	Person string `json:"person,omitempty"`
	Org    string `json:"org,omitempty"`
	Role   string `json:"role,omitempty"`
	// Subscribers is a case's reference: everybody who confirmed a subscription to
	// its news or to all public news (E-06). What they are sent is public.
	Subscribers string `json:"subscribers,omitempty"`
}

// Task states.
const (
	TaskOpen      = "open"
	TaskDone      = "done"
	TaskCancelled = "cancelled"
)

// Task asks a person, or a role of an organisation, for something.
type Task struct {
	// ID is unique in the product: the case's reference, a slash and a number.
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Subject is what in the case the task is about, for example an offer's or a timesheet's ID.
	Subject  string    `json:"subject,omitempty"`
	Assignee Recipient `json:"assignee"`
	State    string    `json:"state"`
	Opened   time.Time `json:"opened"`
	// Clock names the clock of the case that limits the task; its due time is the task's.
	Clock string     `json:"clock,omitempty"`
	Due   *time.Time `json:"due,omitempty"`
	// Options are the answers that can be given; empty when the task is done by a command.
	Options []string `json:"options,omitempty"`
	// Command is the command that does the task when there are no options.
	Command string `json:"command,omitempty"`
	// Content is the hash of what is decided on. A decision must carry it.
	Content string `json:"content,omitempty"`
	// Args complete the task's title in the reader's language. No personal texts.
	Args map[string]string `json:"args,omitempty"`

	Closed *time.Time `json:"closed,omitempty"`
	By     *Actor     `json:"by,omitempty"`
	Option string     `json:"option,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// Clock measures one promise about time. Facts are what happened; Result and
// Rungs are what internal/sla made of them when the event was recorded.
type Clock struct {
	// ID is unique in its case, for example "answer" or "approval/2".
	ID string `json:"id"`
	// Definition and Version name the SLA definition that the case keeps.
	Definition string `json:"definition"`
	Version    int    `json:"version"`
	// Calendar and CalendarVersion name the calendar that the clock keeps.
	Calendar        string    `json:"calendar"`
	CalendarVersion int       `json:"calendarVersion,omitempty"`
	Facts           sla.Facts `json:"facts"`
	// Lapse is true when reaching the due time is the end of a term and not a
	// broken promise: silence that confirms (M-14), an offer that expires.
	Lapse  bool       `json:"lapse,omitempty"`
	Result sla.Result `json:"result"`
	Rungs  []Rung     `json:"rungs,omitempty"`
	// Fired are the keys of the rungs that were reached, in order.
	Fired []string `json:"fired,omitempty"`
}

// RungDue is the key of the rung at the due time itself.
const RungDue = "due"

// Rung is one step of a clock's escalation ladder at its definite instant.
type Rung struct {
	// Key is "50%" for a percentage of the corrected use, "-5WD" for working
	// days before an agreed date, or "due".
	Key string    `json:"key"`
	At  time.Time `json:"at"`
	// Notify are the parts in the case that are told, for example "provider.agent".
	Notify []string `json:"notify,omitempty"`
}

// HasFired reports whether the rung with this key was reached.
func (c Clock) HasFired(key string) bool {
	for _, k := range c.Fired {
		if k == key {
			return true
		}
	}
	return false
}

// Stopped reports whether the clock no longer runs, by a stop or a cancellation.
func (c Clock) Stopped() bool { return c.Facts.Stop != nil || c.Facts.Cancelled != nil }

// Alarm is an instant at which a case wakes up without any promise attached:
// Hour o'clock of Date in Europe/Brussels, for example the end of a week, or an
// instant of its own.
type Alarm struct {
	ID   string        `json:"id"`
	Date calendar.Date `json:"date,omitzero"`
	Hour int           `json:"hour,omitempty"`
	// Working moves Date to the first working day from it on.
	Working bool `json:"working,omitempty"`
	// Instant is set when it is no hour of a day.
	Instant *time.Time `json:"instant,omitempty"`
	At      time.Time  `json:"at"`
	// Off is true when the alarm was called or taken back.
	Off bool `json:"off,omitempty"`
}

// Mail asks for a message to be sent. Recipients are resolved and texts are
// rendered outside the workflow, in the reader's language.
type Mail struct {
	Template string            `json:"template"`
	To       Recipient         `json:"to"`
	Task     string            `json:"task,omitempty"`
	Args     map[string]string `json:"args,omitempty"`
}
