package survey

import (
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "survey"
	Prefix = "SRV"
)

// The commands of the process.
var (
	Answer        = casework.Command[Reply]{Name: "answer"}
	ReportContact = casework.Command[Report]{Name: "report-contact"}
)

// LinkAbout relates a survey to the incident that it is about.
const LinkAbout = "about"

// About is the incident that the reporter is asked about, as it stood at its closing.
type About struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	// Solver is the organisation that solved it, which the reporter is shown
	// (E-14), Team its team.
	Solver string `json:"solver"`
	Team   string `json:"team,omitempty"`
	// Closed is when the incident was closed.
	Closed time.Time `json:"closed"`
	// Counted is false when nobody of the Service Desk did anything by hand (E-20).
	Counted bool `json:"counted"`
}

// Reply is the reporter's answer: from 1, not satisfied, to 5, very satisfied (E-14).
type Reply struct {
	Score   int    `json:"score"`
	Comment string `json:"comment,omitempty"`
}

// Report says what came of the contact with a reporter who was not satisfied (E-15).
type Report struct {
	Result string `json:"result"`
}

// Asks reports whether an incident's closing opens a survey: somebody must be
// there to ask.
func Asks(parties record.Parties) bool { return parties.Requester != "" }

// Opening is the survey that an incident opens at its closing, once, when Asks
// says so. Scores are for the Service Desk: a provider sees no single answer.
func Opening(a About, parties record.Parties) casework.Opening {
	return casework.Opening{
		Process: Name, Prefix: Prefix, Version: Version, Title: a.Title,
		Parties: record.Parties{Client: parties.Client, Requester: parties.Requester},
		Links:   []record.Link{{Kind: LinkAbout, Ref: a.Incident}},
		Own:     State{About: a},
	}
}
