package config

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// DefinitionsFile is the name of the SLA definitions' file in a configuration directory.
const DefinitionsFile = "sla.yaml"

// Definition is an SLA definition in one version, with where it comes from.
type Definition struct {
	record.Definition
	ValidFrom calendar.Date
	// Monthly and ClientQuarter are the shares of promises that must be kept in a
	// month over all, and in a quarter for each Client; nil where the contract asks none.
	Monthly, ClientQuarter *Objective
}

// Objective is the percentage of an SLA's promises that must be kept in a
// period, with the contract rule that says so.
type Objective struct {
	Percent float64 `yaml:"percent" json:"percent"`
	Rule    string  `yaml:"rule" json:"rule"`
}

func (o *Objective) check() error {
	if o != nil && (o.Percent <= 0 || o.Percent > 100 || o.Rule == "") {
		return fmt.Errorf("percent is %g; write a percentage up to 100 and its rule", o.Percent)
	}
	return nil
}

// Definitions are all SLA definitions in all versions.
type Definitions []Definition

// Current returns the newest version of every definition that is valid on a date.
func (d Definitions) Current(on calendar.Date) map[string]record.Definition {
	all := map[string]record.Definition{}
	for _, def := range d {
		if on.Before(def.ValidFrom) || all[def.ID].Version > def.Version {
			continue
		}
		all[def.ID] = def.Definition
	}
	return all
}

// For returns the definitions of a process, and of what all processes share, that
// are valid on a date.
func (d Definitions) For(process string, on calendar.Date) map[string]record.Definition {
	all := d.Current(on)
	maps.DeleteFunc(all, func(id string, _ record.Definition) bool {
		return !strings.HasPrefix(id, process+".") && !strings.HasPrefix(id, "task.")
	})
	return all
}

// Newest returns the newest version of a definition, valid already or not.
func (d Definitions) Newest(id string) (Definition, bool) {
	var found Definition
	for _, def := range d {
		if def.ID == id && def.Version > found.Version {
			found = def
		}
	}
	return found, found.ID != ""
}

type definitionsDoc struct {
	Definitions []struct {
		ID            string         `yaml:"id"`
		Version       int            `yaml:"version"`
		ValidFrom     string         `yaml:"validFrom"`
		Rule          string         `yaml:"rule"`
		Flag          string         `yaml:"flag"`
		Lapse         bool           `yaml:"lapse"`
		Calendar      string         `yaml:"calendar"`
		Target        map[string]any `yaml:"target"`
		Ladder        []record.Step  `yaml:"ladder"`
		Pauses        []string       `yaml:"pauses"`
		Monthly       *Objective     `yaml:"monthly"`
		ClientQuarter *Objective     `yaml:"clientQuarter"`
	} `yaml:"definitions"`
}

func parseDefinitions(file string, text []byte) (Definitions, error) {
	var doc definitionsDoc
	if err := strict(file, text, &doc); err != nil {
		return nil, err
	}
	var all Definitions
	for i, d := range doc.Definitions {
		where := fmt.Sprintf("%s: definitions[%d] %s", file, i, d.ID)
		from, err := calendar.ParseDate(d.ValidFrom)
		if err != nil {
			return nil, fmt.Errorf("%s: validFrom: %w", where, err)
		}
		if d.ID == "" || d.Version < 1 {
			return nil, fmt.Errorf("%s: give an id and a version of at least 1", where)
		}
		if d.Flag != "contractual" && d.Flag != "assumed" {
			return nil, fmt.Errorf("%s: flag is %q; write contractual or assumed", where, d.Flag)
		}
		if err := cmp.Or(d.Monthly.check(), d.ClientQuarter.check()); err != nil {
			return nil, fmt.Errorf("%s: objective: %w", where, err)
		}
		def := Definition{ValidFrom: from, Monthly: d.Monthly, ClientQuarter: d.ClientQuarter, Definition: record.Definition{ID: d.ID, Version: d.Version, Rule: d.Rule,
			Assumed: d.Flag == "assumed", Lapse: d.Lapse, Calendar: d.Calendar, Ladder: d.Ladder, Pauses: d.Pauses}}
		// "date: true" leaves the date to the case.
		if len(d.Target) != 1 || d.Target["date"] != true {
			raw, err := json.Marshal(d.Target)
			if err == nil {
				err = json.Unmarshal(raw, &def.Target)
			}
			if err == nil {
				err = def.Target.Validate()
			}
			if err != nil {
				return nil, fmt.Errorf("%s: target: %w", where, err)
			}
		}
		if def.Calendar == "" {
			def.Calendar = def.Target.CalendarName()
		}
		all = append(all, def)
	}
	return all, nil
}
