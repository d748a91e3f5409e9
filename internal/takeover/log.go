package takeover

import (
	"slices"
	"strings"
	"time"
)

// Log is what another tool recorded, as facts that the product can replay.
type Log struct {
	// Incidents are in the order in which they were opened, then by number.
	Incidents []Incident `json:"incidents"`
	Report    Report     `json:"report"`
}

// Incident is one incident as it was registered, and what happened to it since.
// Texts that the log does not fill in are empty.
type Incident struct {
	Number string `json:"number"`
	Title  string `json:"title"`
	Client string `json:"client"`
	// Channel is web, email, phone, chat or monitoring.
	Channel  string `json:"channel"`
	Service  string `json:"service"`
	Category string `json:"category,omitempty"`
	Item     string `json:"item,omitempty"`
	// Impact and Urgency are high, medium or low; Priority is P1 to P4. They are
	// those of the first row, as is Team.
	Impact   string    `json:"impact"`
	Urgency  string    `json:"urgency"`
	Priority string    `json:"priority"`
	Reporter string    `json:"reporter,omitempty"`
	Opened   time.Time `json:"opened"`
	Team     Team      `json:"team"`
	// Line is the line of the first row that was used.
	Line int `json:"line"`
	// Facts are in order of time, and legal one after another (see Check).
	Facts      []Fact     `json:"facts"`
	References References `json:"references"`
}

// References name other cases in the tool that the incident came from, as they
// stood last.
type References struct {
	Problem  string `json:"problem,omitempty"`
	Change   string `json:"change,omitempty"`
	CausedBy string `json:"causedBy,omitempty"`
}

// Kinds of facts. Those of one row come in the order of this list.
const (
	// Reopened ends a resolution; the incident is worked on again.
	Reopened = "reopened"
	// Prioritised gives Priority, Impact and Urgency as they stand from now on.
	Prioritised = "prioritised"
	// Assigned gives Team and Agent as they stand from now on; no Agent: nobody has it.
	Assigned = "assigned"
	// Working says that work began, or that a wait ended.
	Working = "working"
	// Waiting begins a wait; Reason says what for.
	Waiting = "waiting"
	// Resolved gives the Code of the solution, if there is one.
	Resolved = "resolved"
	// Closed is always the last fact of its incident.
	Closed = "closed"
)

// Reasons to wait, as the product's SLA definitions name them.
const (
	User     = "user"
	Supplier = "supplier"
	Problem  = "problem"
	Change   = "change"
)

// Fact is one thing that happened to an incident.
type Fact struct {
	At time.Time `json:"at"`
	// Line is the row that says so.
	Line int    `json:"line"`
	Kind string `json:"kind"`
	// By is who did it.
	By       string `json:"by,omitempty"`
	Team     Team   `json:"team,omitzero"`
	Agent    string `json:"agent,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Priority string `json:"priority,omitempty"`
	Impact   string `json:"impact,omitempty"`
	Urgency  string `json:"urgency,omitempty"`
	Code     string `json:"code,omitempty"`
	// Implied: no row says it, but what a row says cannot have happened without it:
	// nobody waits for a user, or resolves, without working; nothing closes unresolved.
	Implied bool `json:"implied,omitempty"`
}

// Team is a team of an organisation of the ecosystem.
type Team struct {
	ID  string `json:"id"`
	Org string `json:"org"`
	// Name is the group's name in the log; empty when the mapping names the team by
	// its ID, so that it is there already.
	Name string `json:"name,omitempty"`
}

// Teams lists every team that an incident was with, by ID.
func (l *Log) Teams() []Team {
	seen := map[string]bool{}
	var teams []Team
	add := func(t Team) {
		if !seen[t.ID] {
			seen[t.ID] = true
			teams = append(teams, t)
		}
	}
	for _, inc := range l.Incidents {
		add(inc.Team)
		for _, f := range inc.Facts {
			if f.Kind == Assigned {
				add(f.Team)
			}
		}
	}
	slices.SortFunc(teams, func(a, b Team) int { return strings.Compare(a.ID, b.ID) })
	return teams
}
