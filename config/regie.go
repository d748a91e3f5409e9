package config

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// RegieFile is the name of the regie catalogue's file in a configuration directory.
const RegieFile = "regie.yaml"

// Profile is a kind of person who can be ordered, with its maximum price per
// hour in euro, VAT excluded (M-17).
type Profile struct {
	ID      string          `json:"id"`
	NL      string          `json:"nl"`
	EN      string          `json:"en"`
	Maximum decimal.Decimal `json:"maximum"`
}

// FlowStep is a step of a Client's approval flow (M-05). It names people, or a
// role whose people in the Client's organisation are asked.
type FlowStep struct {
	Name   string   `yaml:"name"`
	Role   string   `yaml:"role"`
	People []string `yaml:"people"`
	Rule   string   `yaml:"rule"`
	Number int      `yaml:"number"`
}

// Regie is the policy of support in regie.
type Regie struct {
	Version   int
	WeekHours decimal.Decimal
	Profiles  []Profile
	flows     map[string][]FlowStep
}

// Flow returns a Client's approval flow.
func (r Regie) Flow(client string) []FlowStep {
	if f, ok := r.flows[client]; ok {
		return f
	}
	return r.flows["default"]
}

func parseRegie(file string, text []byte) (Regie, error) {
	var doc struct {
		Version   int    `yaml:"version"`
		WeekHours string `yaml:"weekHours"`
		Profiles  []struct {
			ID      string `yaml:"id"`
			NL      string `yaml:"nl"`
			EN      string `yaml:"en"`
			Maximum string `yaml:"maximum"`
		} `yaml:"profiles"`
		Flows map[string][]FlowStep `yaml:"flows"`
	}
	if err := strict(file, text, &doc); err != nil {
		return Regie{}, err
	}
	r := Regie{Version: doc.Version, flows: doc.Flows}
	var err error
	if r.WeekHours, err = decimal.NewFromString(doc.WeekHours); err != nil || !r.WeekHours.IsPositive() {
		return Regie{}, fmt.Errorf("%s: weekHours is %q; write a positive number of hours in quotes", file, doc.WeekHours)
	}
	for i, p := range doc.Profiles {
		limit, err := decimal.NewFromString(p.Maximum)
		if p.ID == "" || err != nil || !limit.IsPositive() {
			return Regie{}, fmt.Errorf("%s: profiles[%d]: give an id and a positive maximum in quotes", file, i)
		}
		r.Profiles = append(r.Profiles, Profile{ID: p.ID, NL: p.NL, EN: p.EN, Maximum: limit})
	}
	for client, steps := range doc.Flows {
		for i, s := range steps {
			where := fmt.Sprintf("%s: flows.%s[%d]", file, client, i)
			if (s.Role == "") == (len(s.People) == 0) {
				return Regie{}, fmt.Errorf("%s: name either people or a role", where)
			}
			if s.Rule != "any" && s.Rule != "all" && s.Rule != "number" {
				return Regie{}, fmt.Errorf("%s: rule is %q; write any, all or number", where, s.Rule)
			}
			if s.Rule == "number" && s.Number < 1 {
				return Regie{}, fmt.Errorf("%s: give the number of approvals that the rule needs", where)
			}
		}
	}
	return r, nil
}
