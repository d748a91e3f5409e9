package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"termijn/internal/calendar"
	"termijn/internal/planfile"
)

// TransitionTemplates are the files of the templates of transition programmes, in
// the order in which a form offers them.
var TransitionTemplates = []string{"transition_contract.yaml", "transition_client.yaml", "transition_joining.yaml", "transition_leaving.yaml"}

// ProgrammeTemplate is a transition programme as it can be opened: the contract's own
// (N-10…N-16), the onboarding of a Client (N-17), a provider that joins or leaves
// (O-03).
type ProgrammeTemplate struct {
	// ID is the file's name without its ending.
	ID string
	// Kind of programme: programme, client_onboarding, provider_joining, provider_leaving.
	Kind string
	// NL and EN name the template.
	NL, EN string
	// Basis and Flag say where its content comes from and how firm it is.
	Basis, Flag string
	// Parties that must be named before it is a plan.
	Parties []TemplateParty
	plan    planfile.Plan
}

// TemplateParty is a place that an organisation takes.
type TemplateParty struct {
	ID string `yaml:"id"`
	// Kind of organisation: client or provider.
	Kind string `yaml:"kind"`
	NL   string `yaml:"nl"`
	EN   string `yaml:"en"`
}

var programmeKinds = []string{"programme", "client_onboarding", "provider_joining", "provider_leaving"}

// Relative reports whether the dates follow from a start; else they are fixed.
func (t ProgrammeTemplate) Relative() bool {
	return slices.ContainsFunc(t.plan.Milestones, func(m planfile.Milestone) bool { return m.DueAfter != nil })
}

// Plan is the template with its parties, by ID, and its start. Fixed dates stay as
// they are when the start is zero, and else move with it.
func (t ProgrammeTemplate) Plan(start calendar.Date, parties map[string]string, cal *calendar.Calendar) (planfile.Plan, error) {
	for _, party := range t.Parties {
		if parties[party.ID] == "" {
			return planfile.Plan{}, fmt.Errorf("template %s: no organisation for %s", t.ID, party.ID)
		}
	}
	plan := t.plan.OwnedBy(parties)
	switch {
	case t.Relative() && start.IsZero():
		return planfile.Plan{}, fmt.Errorf("template %s: its dates need a start", t.ID)
	case t.Relative():
		return plan.StartingOn(start, cal), nil
	case !start.IsZero():
		return plan.MovedTo(start, cal), nil
	}
	return plan, nil
}

// Transitions reads the templates of transition programmes from a directory; a file
// that is not there is taken from the program. An empty dir takes all from the program.
func Transitions(dir string, cal *calendar.Calendar) ([]ProgrammeTemplate, error) {
	var all []ProgrammeTemplate
	for _, name := range TransitionTemplates {
		text, err := embedded.ReadFile(name)
		if dir != "" {
			own, ownErr := os.ReadFile(filepath.Join(dir, name))
			if ownErr == nil || !errors.Is(ownErr, fs.ErrNotExist) {
				text, err = own, ownErr
			}
		}
		if err != nil {
			return nil, fmt.Errorf("configuration: %w", err)
		}
		t, err := parseTransition(name, text, cal)
		if err != nil {
			return nil, fmt.Errorf("configuration: %w", err)
		}
		all = append(all, t)
	}
	return all, nil
}

// parseTransition reads a template: what it is, a line of dashes, and the plan.
func parseTransition(file string, text []byte, cal *calendar.Calendar) (ProgrammeTemplate, error) {
	t := ProgrammeTemplate{ID: strings.TrimSuffix(strings.TrimPrefix(file, "transition_"), ".yaml")}
	head, body, ok := bytes.Cut(text, []byte("\n---\n"))
	if !ok {
		return t, fmt.Errorf("%s: write what the template is, a line ---, and the plan", file)
	}
	var doc struct {
		Kind       string          `yaml:"kind"`
		NL         string          `yaml:"nl"`
		EN         string          `yaml:"en"`
		Parties    []TemplateParty `yaml:"parties"`
		provenance `yaml:",inline"`
	}
	if err := strict(file, head, &doc); err != nil {
		return t, err
	}
	if err := doc.check("template"); err != nil {
		return t, fmt.Errorf("%s: %w", file, err)
	}
	t.Kind, t.NL, t.EN, t.Parties, t.Basis, t.Flag = doc.Kind, doc.NL, doc.EN, doc.Parties, doc.Basis, doc.Flag
	if !slices.Contains(programmeKinds, t.Kind) || t.NL == "" || t.EN == "" {
		return t, fmt.Errorf("%s: kind is %q; write one of %s, and a name as nl and en", file, t.Kind, strings.Join(programmeKinds, ", "))
	}
	rules := planfile.Rules{Calendar: cal, Template: true, Orgs: []planfile.Org{{ID: "si"}, {ID: "board"}}}
	for i, party := range t.Parties {
		if party.ID == "" || party.NL == "" || party.EN == "" || party.Kind != "client" && party.Kind != "provider" {
			return t, fmt.Errorf("%s: parties[%d]: give an id, kind client or provider, nl and en", file, i)
		}
		rules.Orgs = append(rules.Orgs, planfile.Org{ID: party.ID})
	}
	// Empty lines in place of the head keep the lines of errors right.
	above := bytes.Count(head, []byte("\n")) + 2
	reading, err := planfile.ReadYAML(append(bytes.Repeat([]byte("\n"), above), body...), rules)
	if err != nil {
		return t, fmt.Errorf("%s: %w", file, err)
	}
	t.plan = reading.Plan
	return t, nil
}
