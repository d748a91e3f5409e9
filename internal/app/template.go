package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/template"
)

// OpenTemplate writes a new template (B-30). Its case belongs to no Client and no
// provider: only the Service Integrator and the Board see it.
func (s *Service) OpenTemplate(ctx context.Context, p identity.Principal, key string, r template.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenTemplate, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	if err := r.Check(); err != nil {
		return casework.Receipt{}, err
	}
	return open(ctx, s, p, key, template.Prefix, r, casework.Start[template.State]{State: casework.State[template.State]{
		Process: template.Name, Version: template.Version, Title: r.Name, Own: template.Opened(r)}})
}

// TemplateInForce is a template that the Board approved.
type TemplateInForce struct {
	Ref, Kind, Name string
	template.Edition
}

// Templates lists the templates of a kind that are in force, by name. An empty
// kind means all.
func (s *Service) Templates(ctx context.Context, p identity.Principal, kind string) ([]TemplateInForce, error) {
	if !p.May(identity.ReadTemplates, nil) {
		return nil, ErrForbidden
	}
	return s.templatesInForce(ctx, kind)
}

// Requirements lists the minimum requirements of verification that are in force,
// for everybody who signed in (B-37).
func (s *Service) Requirements(ctx context.Context, p identity.Principal) ([]TemplateInForce, error) {
	if !p.May(identity.ReadRequirements, nil) {
		return nil, ErrForbidden
	}
	return s.templatesInForce(ctx, template.Verification)
}

func (s *Service) templatesInForce(ctx context.Context, kind string) ([]TemplateInForce, error) {
	var all []TemplateInForce
	page := ledger.Page{Limit: 500}
	for {
		// Whoever may use templates may read them, also those who see no such case.
		rows, next, err := s.Store.Cases(ctx, ledger.Scope{All: true}, ledger.CaseFilter{Process: template.Name, Open: "open"}, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			own, err := TemplateOf(row)
			if err != nil {
				return nil, err
			}
			if v, ok := own.Edition(own.Current); ok && (kind == "" || own.Kind == kind) {
				all = append(all, TemplateInForce{Ref: row.Ref, Kind: own.Kind, Name: own.Name, Edition: v})
			}
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	slices.SortFunc(all, func(a, b TemplateInForce) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Ref, b.Ref)) })
	return all, nil
}

// Draft is a text that a template was filled to.
type Draft struct {
	// Template and Version are where it comes from.
	Template string
	Version  int
	// Texts by language. A place that the incident says nothing of stays as it is written.
	Texts map[string]template.Text
}

// Draft fills an approved version of a template with what an incident says; version
// 0 means the one in force. The incident is one that the caller has read.
func (s *Service) Draft(ctx context.Context, p identity.Principal, ref string, version int, incident ledger.CaseRow) (Draft, error) {
	if !p.May(identity.ReadTemplates, nil) {
		return Draft{}, ErrForbidden
	}
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if err != nil {
		return Draft{}, err
	}
	own, err := TemplateOf(row)
	if err != nil {
		return Draft{}, err
	}
	if own.Kind != template.Communication {
		return Draft{}, ErrNotFound // no incident is communicated with it
	}
	if version == 0 && row.Outcome == "" {
		version = own.Current
	}
	v, ok := own.Edition(version)
	if !ok {
		return Draft{}, ErrNotFound
	}
	d := Draft{Template: ref, Version: v.Number, Texts: map[string]template.Text{}}
	for _, lang := range template.Languages {
		values, err := s.placesOf(incident, lang)
		if err != nil {
			return Draft{}, err
		}
		d.Texts[lang] = v.Texts[lang].Fill(values)
	}
	return d, nil
}

// approved reports whether the Board approved a version of a template for
// communication, and the template was not retired since (B-30).
func (s *Service) approved(ctx context.Context, ref string, version int) (bool, error) {
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if errors.Is(err, ErrNotFound) || err == nil && (row.Process != template.Name || row.Outcome != "") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	own, err := TemplateOf(row)
	_, ok := own.Edition(version)
	return ok && own.Kind == template.Communication, err
}

// placesOf says what an incident has for the places of a template, in a language.
// When there will be news again only the sender knows.
func (s *Service) placesOf(incident ledger.CaseRow, lang string) (map[string]string, error) {
	var own struct {
		Service    string    `json:"service"`
		Registered time.Time `json:"registered"`
	}
	if err := json.Unmarshal(incident.View, &own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", incident.Ref, err)
	}
	since := own.Registered
	if since.IsZero() {
		since = incident.OpenedAt
	}
	return map[string]string{"ref": incident.Ref, "title": incident.Title, "service": s.serviceName(own.Service, lang),
		"since": i18n.For(lang).DateTime(since)}, nil
}

// serviceName is what a service of the catalogue is called in a language.
func (s *Service) serviceName(id, lang string) string {
	found, ok := s.Policy.Incident.Service(id)
	switch {
	case !ok:
		return id
	case lang == i18n.English:
		return found.EN
	}
	return found.NL
}

// TemplateOf reads the process's own state from a case's row.
func TemplateOf(row ledger.CaseRow) (template.State, error) {
	var own template.State
	if row.Process != template.Name {
		return own, ErrNotFound
	}
	if err := json.Unmarshal(row.View, &own); err != nil {
		return own, fmt.Errorf("state of %s: %w", row.Ref, err)
	}
	return own, nil
}
