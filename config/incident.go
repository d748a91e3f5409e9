package config

import (
	"fmt"
	"slices"
)

// IncidentFile is the name of the incidents' file in a configuration directory.
const IncidentFile = "incident.yaml"

// Incident is what incidents and problems keep from configuration.
type Incident struct {
	Version int    `yaml:"version"`
	Flag    string `yaml:"flag"`
	// Priorities by impact and urgency: high, medium, low.
	Priorities map[string]map[string]string `yaml:"priorities"`
	Resolution []Resolution                 `yaml:"resolution"`
	PingPong   PingPong                     `yaml:"pingPong"`
	Trend      Trend                        `yaml:"trend"`
	Teams      []Team                       `yaml:"teams"`
	Services   []CatalogueService           `yaml:"services"`
	Exclusions []Exclusion                  `yaml:"exclusions"`
}

// Resolution says which SLA definition limits the resolution of a priority.
type Resolution struct {
	Priority string `yaml:"priority"`
	// Registered is inside or outside the limited office hours; empty for both.
	Registered string `yaml:"registered"`
	// Always: 24/7 availability was agreed (C-22). Only read where Registered is set.
	Always     bool   `yaml:"always"`
	Definition string `yaml:"definition"`
}

// PingPong is when reassigning an incident stops (B-28).
type PingPong struct {
	// HandOvers between organisations after which it stops.
	HandOvers int `yaml:"handOvers"`
	// Return: it stops as soon as a provider gets back what it handed over.
	Return bool `yaml:"return"`
}

// Trend is when incidents are proposed as a problem: so many within so many
// calendar days (B-31).
type Trend struct {
	Incidents int `yaml:"incidents"`
	Days      int `yaml:"days"`
}

// Team is a team of an organisation that incidents are assigned to.
type Team struct {
	ID  string `yaml:"id"`
	Org string `yaml:"org"`
	NL  string `yaml:"nl"`
	EN  string `yaml:"en"`
}

// DeskTeam is the team of the Service Desk (E-02).
const DeskTeam = "desk"

// CatalogueService is a service of the catalogue.
type CatalogueService struct {
	ID string `yaml:"id"`
	NL string `yaml:"nl"`
	EN string `yaml:"en"`
	// Team that its incidents go to; the Service Desk when empty.
	Team string `yaml:"team"`
	// Always: 24/7 availability was agreed for it (C-22).
	Always     bool                `yaml:"always"`
	Items      []string            `yaml:"items"`
	Categories []CatalogueCategory `yaml:"categories"`
}

// CatalogueCategory is a kind of incident of a service.
type CatalogueCategory struct {
	ID   string `yaml:"id"`
	NL   string `yaml:"nl"`
	EN   string `yaml:"en"`
	Team string `yaml:"team"`
}

// Exclusion is a ground on which an incident is left out of the metric or of the
// price correction.
type Exclusion struct {
	ID string `yaml:"id"`
	// Flag is metric or correction.
	Flag string `yaml:"flag"`
	Rule string `yaml:"rule"`
	// Board: the Board must approve it.
	Board bool   `yaml:"board"`
	NL    string `yaml:"nl"`
	EN    string `yaml:"en"`
}

// Service finds a service of the catalogue.
func (c Incident) Service(id string) (CatalogueService, bool) {
	i := slices.IndexFunc(c.Services, func(s CatalogueService) bool { return s.ID == id })
	if i < 0 {
		return CatalogueService{}, false
	}
	return c.Services[i], true
}

// Team finds a team.
func (c Incident) Team(id string) (Team, bool) {
	i := slices.IndexFunc(c.Teams, func(t Team) bool { return t.ID == id })
	if i < 0 {
		return Team{}, false
	}
	return c.Teams[i], true
}

// TeamFor is the team that an incident of a service and category goes to: the
// Service Desk's when nobody clearly owns it (E-02).
func (c Incident) TeamFor(service, category string) Team {
	id := DeskTeam
	if s, ok := c.Service(service); ok {
		if s.Team != "" {
			id = s.Team
		}
		for _, k := range s.Categories {
			if k.ID == category && k.Team != "" {
				id = k.Team
			}
		}
	}
	team, _ := c.Team(id) // parseIncident checks that it exists
	return team
}

// Definition is the SLA definition that limits the resolution of a priority. inside:
// the incident was registered inside the limited office hours.
func (c Incident) Definition(priority string, inside, always bool) string {
	registered := "outside"
	if inside {
		registered = "inside"
	}
	for _, r := range c.Resolution {
		if r.Priority == priority && (r.Registered == "" || r.Registered == registered && r.Always == always) {
			return r.Definition
		}
	}
	return ""
}

// priorities and degrees as configuration writes them, the gravest first.
var (
	priorities = []string{"P1", "P2", "P3", "P4"}
	degrees    = []string{"high", "medium", "low"}
)

func parseIncident(file string, text []byte) (Incident, error) {
	var c Incident
	if err := strict(file, text, &c); err != nil {
		return c, err
	}
	if err := c.check(); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

func (c Incident) check() error {
	for _, impact := range degrees {
		for _, urgency := range degrees {
			if p := c.Priorities[impact][urgency]; !slices.Contains(priorities, p) {
				return fmt.Errorf("priorities: impact %s, urgency %s is %q; write P1 to P4", impact, urgency, p)
			}
		}
	}
	for _, p := range priorities {
		for _, inside := range []bool{true, false} {
			for _, always := range []bool{true, false} {
				if c.Definition(p, inside, always) == "" {
					return fmt.Errorf("resolution: nothing limits %s (inside hours: %t, 24/7: %t)", p, inside, always)
				}
			}
		}
	}
	if desk, ok := c.Team(DeskTeam); !ok || desk.Org == "" {
		return fmt.Errorf("teams: the Service Desk's team %q is missing", DeskTeam)
	}
	if c.PingPong.HandOvers < 1 || c.Trend.Incidents < 2 || c.Trend.Days < 1 {
		return fmt.Errorf("pingPong and trend need numbers above zero")
	}
	for _, s := range c.Services {
		teams := []string{s.Team}
		for _, k := range s.Categories {
			teams = append(teams, k.Team)
		}
		for _, id := range teams {
			if _, ok := c.Team(id); !ok && id != "" {
				return fmt.Errorf("services: %s goes to team %q, which is not there", s.ID, id)
			}
		}
	}
	for _, e := range c.Exclusions {
		if e.Flag != "metric" && e.Flag != "correction" {
			return fmt.Errorf("exclusions: %s has flag %q; write metric or correction", e.ID, e.Flag)
		}
	}
	return nil
}
