package record

import "time"

// MeetingsActivity says when a change board meets next, by its rhythm and the calendar
// of working days. It reads nothing else.
const MeetingsActivity = "BoardMeetings"

// MeetingsAsked is its input.
type MeetingsAsked struct {
	// Cron is the rhythm in Europe/Brussels; Cutoff as in board.Definition.
	Cron   string    `json:"cron"`
	Cutoff int       `json:"cutoff,omitempty"`
	From   time.Time `json:"from"`
	Count  int       `json:"count"`
}

// MeetingsPlanned is its answer, the soonest first.
type MeetingsPlanned struct {
	Meetings []MeetingPlanned `json:"meetings,omitempty"`
	// CalendarVersion is by which calendar.
	CalendarVersion int `json:"calendarVersion"`
}

// MeetingPlanned is one meeting to come.
type MeetingPlanned struct {
	At time.Time `json:"at"`
	// Cutoff is when its agenda closes.
	Cutoff time.Time `json:"cutoff"`
	Notes  []string  `json:"notes,omitempty"`
}

// Notes of a meeting to come.
const (
	MeetingNoWorkingDay = "no_working_day"
	MeetingSkippedHour  = "skipped_hour"
	MeetingRepeatedHour = "repeated_hour"
)

// AgendaActivity lists the changes that wait for a board's decision, as they are
// recorded.
const AgendaActivity = "SessionAgenda"

// AgendaAsked is its input.
type AgendaAsked struct {
	Board string `json:"board"`
}

// AgendaFound is its answer, in the order of an agenda: what all agree on first, then
// by the beginning of the window.
type AgendaFound struct {
	Items []AgendaItem `json:"items,omitempty"`
	// More counts those that were left out of a very long list.
	More int `json:"more,omitempty"`
}

// AgendaItem is a change that waits.
type AgendaItem struct {
	Change   string    `json:"change"`
	Title    string    `json:"title"`
	From     time.Time `json:"from"`
	Provider string    `json:"provider"`
	// Since is when its ballot was opened.
	Since time.Time `json:"since"`
	// Agreed: all whose vote counts approve. Missing are the seats that have not voted.
	Agreed  bool     `json:"agreed,omitempty"`
	Missing []string `json:"missing,omitempty"`
}
