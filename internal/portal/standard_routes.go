package portal

import (
	"encoding/json"
	"fmt"

	"github.com/go-chi/chi/v5"

	"termijn/internal/identity"
	"termijn/internal/topology"
	"termijn/workflows/standard"
)

// standardProcess is a standard change as the portal knows it (B-35).
var standardProcess = process{
	name:      standard.Name,
	stages:    []string{"draft", "approving", "in_force", "set_back", "retired", "withdrawn"},
	allowed:   standard.Allowed,
	grave:     []string{standard.WithdrawDraft.Name, standard.Retire.Name, standard.SetBack.Name},
	view:      readStandardChange,
	caseShape: newCaseShape[standardContent]("standard_case"),
	taskShape: newTaskShape[standardDecided]("standard_task"),
	links: func(v *visit) []NavLink {
		if !v.who.May(identity.OpenStandard, nil) && !v.who.Has(identity.RoleChangeManager) {
			return nil
		}
		return []NavLink{{Path: "/standard-changes", Text: v.text.T("nav.standards")}}
	},
}

// The forms with a part of their own.
var (
	standardEditing    = newCommandShape[standardEditor]("standard_command")
	standardSubmitting = newCommandShape[standardDecided]("standard_submit")
)

// standardRoutes are the catalogue of standard changes, the editor of a new one, and
// a form for every command.
func (p *portal) standardRoutes(r chi.Router) {
	p.register(standardProcess)
	r.Get("/standard-changes", p.signedIn(p.standardList))
	r.Get("/standard-changes/new", p.signedIn(p.standardNew))
	r.Post("/standard-changes/new", p.signedIn(p.standardOpen))
	const name = standard.Name
	serve(p, name, commandForm[standardReader, standard.Revision]{command: standard.Revise, shape: standardEditing, fill: fillStandard, draw: drawStandard,
		fields: func(Form) map[string]string { return standardPaths },
		read: func(in *entries, r standardReader) standard.Revision {
			return standard.Revision{Text: readStandard(in, r.own.Kind)}
		}})
	serve(p, name, commandForm[standardReader, standard.Submission]{command: standard.Submit, shape: standardSubmitting, ask: []ask{askContent("content")},
		send: submitStandard,
		fill: func(r standardReader, _ string) Form {
			if r.own.Draft == nil {
				return newForm() // the case says that there is none
			}
			return newForm("content", r.own.Draft.Content)
		},
		draw: func(page *commandPage, r standardReader) {
			if r.own.Draft != nil {
				page.Own = standardDecided{Page: &page.Page, Parts: r.proposed()}
			}
		}})
	serve(p, name, commandForm[standardReader, standard.Harm]{command: standard.SetBack, ask: []ask{askText("reason", 4), askLine("change").orNot(), askLine("incident").orNot()}})
	serve(p, name, commandForm[standardReader, standard.Because]{command: standard.WithdrawDraft, ask: []ask{askText("reason", 3)}})
	serve(p, name, commandForm[standardReader, standard.Because]{command: standard.Retire, ask: []ask{askText("reason", 4)}})
}

// standardReader reads one standard change for one reader.
type standardReader struct {
	caseReader
	own standard.State
	// on is the service map, items the same as the reader may see it.
	on    *topology.Map
	items itemReader
}

func readStandardChange(v *visit, c caseReader) (caseView, error) {
	r := standardReader{caseReader: c}
	if err := json.Unmarshal(c.View, &r.own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	var err error
	if r.on, err = v.itemMap(); err != nil {
		return nil, err
	}
	r.items, err = v.itemReader()
	return r, err
}

// sensible leaves out what needs a draft, or a version in force, that is not there.
func (r standardReader) sensible(command string, _ identity.Principal) bool {
	d := r.own.Draft
	switch command {
	case standard.Submit.Name:
		return d != nil && d.Clock == ""
	case standard.WithdrawDraft.Name:
		return d != nil
	case standard.SetBack.Name:
		return r.own.Current > 0
	}
	return true
}
