package config

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gopkg.in/yaml.v3"

	"termijn/internal/calendar"
	"termijn/internal/ledger"
)

//go:embed *.yaml
var embedded embed.FS

// Policy is all policy of an installation.
type Policy struct {
	Calendars   *calendar.Book
	Definitions Definitions
	Regie       Regie
	Incident    Incident
	Change      Change
	Webhooks    Webhooks
	Transition  Transition
	// ServiceMap is the service map at first; the product keeps it from then on.
	ServiceMap ServiceMap
}

// Load reads the policy from a directory; a file that is not there is taken
// from the program. An empty dir takes all from the program.
func Load(dir string) (*Policy, error) {
	read := func(name string) ([]byte, error) {
		if dir != "" {
			text, err := os.ReadFile(dir + "/" + name)
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return text, err
			}
		}
		return embedded.ReadFile(name)
	}
	p := &Policy{}
	for _, part := range []struct {
		name string
		take func(string, []byte) error
	}{
		{CalendarsFile, func(f string, b []byte) (err error) { p.Calendars, err = ParseCalendars(f, b); return }},
		{DefinitionsFile, func(f string, b []byte) (err error) { p.Definitions, err = parseDefinitions(f, b); return }},
		{RegieFile, func(f string, b []byte) (err error) { p.Regie, err = parseRegie(f, b); return }},
		{IncidentFile, func(f string, b []byte) (err error) { p.Incident, err = parseIncident(f, b); return }},
		{ChangeFile, func(f string, b []byte) (err error) { p.Change, err = parseChange(f, b); return }},
		{WebhooksFile, func(f string, b []byte) (err error) { p.Webhooks, err = parseWebhooks(f, b); return }},
	} {
		text, err := read(part.name)
		if err != nil {
			return nil, fmt.Errorf("configuration: %w", err)
		}
		if err := part.take(part.name, text); err != nil {
			return nil, fmt.Errorf("configuration: %w", err)
		}
	}
	if err := p.takeServiceMap(dir, read); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	for _, r := range p.Incident.Resolution {
		if _, ok := p.Definitions.Newest(r.Definition); !ok {
			return nil, fmt.Errorf("configuration: %s: resolution: %s has no SLA definition", IncidentFile, r.Definition)
		}
	}
	var err error
	if p.Transition, err = p.transition(dir); err != nil {
		return nil, err
	}
	return p, nil
}

// takeServiceMap reads the service map beside its catalogue. The program's own belongs
// to the program's own catalogue: beside another one there is none until it is written.
func (p *Policy) takeServiceMap(dir string, read func(string) ([]byte, error)) error {
	text, err := read(ServiceMapFile)
	if err != nil {
		return err
	}
	if dir != "" && !inDir(dir, ServiceMapFile) && inDir(dir, IncidentFile) {
		text = nil
	}
	p.ServiceMap, err = parseServiceMap(ServiceMapFile, text, p.Incident)
	return err
}

func inDir(dir, name string) bool {
	_, err := os.Stat(dir + "/" + name)
	return err == nil
}

// Ecosystem is a set of organisations and people.
type Ecosystem struct {
	Organisations []ledger.Organisation `yaml:"organisations"`
	People        []ledger.Person       `yaml:"people"`
}

// Demonstration returns the ecosystem of `termijn dev`.
func Demonstration() (Ecosystem, error) {
	text, err := embedded.ReadFile("ecosystem.yaml")
	if err != nil {
		return Ecosystem{}, fmt.Errorf("configuration: %w", err)
	}
	var e Ecosystem
	return e, strict("ecosystem.yaml", text, &e)
}

// strict reads YAML and refuses keys that mean nothing.
func strict(file string, text []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
