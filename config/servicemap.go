package config

import (
	"fmt"
	"strings"

	"termijn/internal/topology"
)

// ServiceMapFile is the name of the service map's file in a configuration directory.
const ServiceMapFile = "servicemap.yaml"

// ServiceMap is the service map as it is at first, by ID (B-17).
type ServiceMap map[string]topology.Item

type serviceMapDoc struct {
	Version int    `yaml:"version"`
	Flag    string `yaml:"flag"`
	Items   []struct {
		ID           string   `yaml:"id"`
		Kind         string   `yaml:"kind"`
		NL           string   `yaml:"nl"`
		EN           string   `yaml:"en"`
		Parent       string   `yaml:"parent"`
		DependsOn    []string `yaml:"dependsOn"`
		Provider     string   `yaml:"provider"`
		Team         string   `yaml:"team"`
		Confidential bool     `yaml:"confidential"`
		EndToEnd     bool     `yaml:"endToEnd"`
	} `yaml:"items"`
}

// parseServiceMap joins the catalogue with the file's items. No text at all is a map
// of the catalogue alone.
func parseServiceMap(file string, text []byte, catalogue Incident) (ServiceMap, error) {
	doc := serviceMapDoc{Version: 1, Flag: "assumed"}
	if text != nil {
		if err := strict(file, text, &doc); err != nil {
			return nil, err
		}
	}
	if doc.Version < 1 {
		return nil, fmt.Errorf("%s: version: must be 1 or more", file)
	}
	if doc.Flag != "assumed" && doc.Flag != "contractual" {
		return nil, fmt.Errorf("%s: flag: must be assumed or contractual", file)
	}
	m := fromCatalogue(catalogue)
	seen := map[string]bool{}
	for i, x := range doc.Items {
		if seen[x.ID] {
			return nil, fmt.Errorf("%s: items[%d]: %s stands there twice", file, i, x.ID)
		}
		seen[x.ID] = true
		m[x.ID] = topology.Item{ID: x.ID, Kind: x.Kind, NL: x.NL, EN: x.EN, Parent: x.Parent, DependsOn: x.DependsOn,
			Provider: x.Provider, Team: x.Team, Confidential: x.Confidential, EndToEnd: x.EndToEnd}
	}
	if faults := topology.Check(m); len(faults) > 0 {
		f := faults[0]
		return nil, fmt.Errorf("%s: item %s: %s: %s", file, f.ID, f.Field, strings.Join(append([]string{f.Code}, f.Args...), " "))
	}
	if len(m) > topology.MostItems {
		return nil, fmt.Errorf("%s: the map has %d items; at most %d", file, len(m), topology.MostItems)
	}
	return m, nil
}

// fromCatalogue are the services that somebody runs, and their items. A service
// without a team only collects what is none of the others'.
func fromCatalogue(c Incident) ServiceMap {
	m := ServiceMap{}
	for _, s := range c.Services {
		team, ok := c.Team(s.Team)
		if !ok {
			continue
		}
		m[s.ID] = topology.Item{ID: s.ID, Kind: topology.Service, NL: s.NL, EN: s.EN, Provider: team.Org, Team: team.ID, EndToEnd: true}
		for _, id := range s.Items {
			m[id] = topology.Item{ID: id, Kind: topology.CI, NL: id, Parent: s.ID, Provider: team.Org, Team: team.ID}
		}
	}
	return m
}
