package notice

import (
	"slices"
	"time"

	"termijn/internal/record"
)

// Stages.
const (
	Planned  = "planned"
	Underway = "underway"
	Ended    = "ended"
	// CalledOff is a stage and an outcome; "cancelled" says that the case itself was.
	CalledOff = "called_off"
)

// Alarms.
const (
	alarmFrom = "from"
	alarmTo   = "to"
)

// State is what a notice keeps beside what every case keeps.
type State struct {
	Service string `json:"service"`
	// ServiceName is what mails call the service.
	ServiceName string    `json:"serviceName"`
	Title       string    `json:"title"`
	Text        string    `json:"text"`
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	// Clients as the sender named them; Affected are the organisations that get mails.
	Clients  []string `json:"clients,omitempty"`
	Affected []string `json:"affected,omitempty"`
	// Weekend: the whole window lies in one weekend, so that it can count as
	// planned (E-37).
	Weekend bool `json:"weekend"`
	// Published is since when it stands on the status page.
	Published *time.Time `json:"published,omitempty"`
	// Updates counts the changes since then.
	Updates int `json:"updates,omitempty"`
	// Begun and Ended are when the service was in fact not available, as far as it
	// was told.
	Begun *time.Time `json:"begun,omitempty"`
	Ended *time.Time `json:"ended,omitempty"`
	// Reason of calling it off.
	Reason string `json:"reason,omitempty"`
}

// Plan is what the notice plans: that its service is not available in its window. Whose
// service it is, the case's parties say.
func (s State) Plan(parties record.Parties) record.Plan {
	p := record.Plan{Kind: record.PlanNotice, Items: []string{s.Service}, From: s.From, To: s.To, Firm: true}
	if len(parties.Providers) > 0 {
		p.Provider = parties.Providers[0]
	}
	return p
}

// Allowed returns the commands that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
