package portal

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/freeze"
)

// freezeProcess is a freeze or a maintenance window as the portal knows it (B-36).
var freezeProcess = process{
	name:    freeze.Name,
	stages:  []string{freeze.Planned, freeze.Underway, freeze.Ended, freeze.Lifted},
	allowed: freeze.Allowed,
	grave:   []string{freeze.Lift.Name},
	view: func(v *visit, c caseReader) (caseView, error) {
		own, err := app.FreezeOf(c.CaseRow)
		if err != nil {
			return nil, err
		}
		r := freezeReader{caseReader: c, own: own, who: v.who}
		if r.on, _, err = v.portal.service.Topology(v.r.Context(), v.who); err != nil {
			return nil, err
		}
		r.touched, err = v.portal.service.TouchedBy(v.r.Context(), v.who, c.Ref, r.plan())
		return r, err
	},
	caseShape: newCaseShape[freezeContent]("freeze_case"),
	links: func(v *visit) []NavLink {
		return []NavLink{{Path: "/freezes", Text: v.text.T("nav.freezes")}}
	},
}

// freezeRoutes are the list of freezes, the form that announces one, and a form for
// every command.
func (p *portal) freezeRoutes(r chi.Router) {
	p.register(freezeProcess)
	r.Get("/freezes", p.signedIn(p.freezeList))
	r.Get("/freezes/new", p.signedIn(p.freezeNew))
	r.Post("/freezes/new", p.signedIn(p.freezeOpen))
	serve(p, freeze.Name, commandForm[freezeReader, freeze.Update]{command: freeze.Change, shape: newCommandShape[freezeItems]("freeze_command"),
		fill: fillFreeze, draw: drawFreeze, read: readFreeze, fields: itemPaths,
		ask: []ask{askTime("from").orNot(), askTime("to"), askText("reason", 4)},
		send: func(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, m freeze.Update) (casework.Receipt, error) {
			return s.UpdateFreeze(ctx, p, ref, key, m)
		}})
	serve(p, freeze.Name, commandForm[freezeReader, freeze.Because]{command: freeze.Lift, ask: []ask{askText("reason", 4)}})
}

// freezeReader reads one freeze for one reader.
type freezeReader struct {
	caseReader
	own     freeze.State
	on      *topology.Map
	who     identity.Principal
	touched app.Touched
}

// plan is what the freeze still plans.
func (r freezeReader) plan() (p planOf) {
	if r.Outcome != "" {
		return p
	}
	return r.own.Plan()
}

// sensible: who announced it changes it (G-02).
func (r freezeReader) sensible(_ string, p identity.Principal) bool {
	if r.own.Provider == "" {
		return p.Kind == "si"
	}
	return p.Org == r.own.Provider
}

// waiting says what will happen, and when.
func (r freezeReader) waiting() string {
	switch r.Stage {
	case freeze.Planned:
		return r.say.T("freeze.wait.planned", "From", r.say.DateTime(r.own.From), "To", r.say.DateTime(r.own.To))
	case freeze.Underway:
		return r.say.T("freeze.wait.underway", "To", r.say.DateTime(r.own.To))
	}
	return r.caseReader.waiting()
}

// story tells of an update for what it holds from then on.
func (r freezeReader) story(e record.Event) (story, bool) {
	if e.Kind != "freeze.updated" {
		return story{}, false
	}
	var b struct {
		Items      []string
		Everything bool
	}
	s := tell(r, e, "event."+e.Kind)
	if json.Unmarshal(e.Body, &b) == nil && (b.Everything || len(b.Items) > 0) {
		s.Details = append(s.Details, r.say.T("freeze.items")+": "+itemsIn(r.say, r.on, b.Items, b.Everything))
	}
	return s, true
}

// freezeContent is what the page of a freeze shows of its own.
type freezeContent struct {
	*Page
	Facts   []fact
	Touched touchedChanges
}

func (r freezeReader) content(page *Page) any {
	own, say := r.own, r.say
	kind, _ := r.word("kind", own.Kind)
	c := freezeContent{Page: page, Touched: touchedView(page, r.touched, r.Outcome == ""), Facts: []fact{{say.T("freeze.kind"), kind}, {say.T("freeze.title"), own.Title},
		{say.T("freeze.items"), itemNames(page, r.on, own.Items, own.Everything())}, {say.T("freeze.from"), say.DateTime(own.From)}, {say.T("freeze.to"), say.DateTime(own.To)},
		{say.T("freeze.reason"), own.Reason}}}
	switch {
	case own.Provider != "":
		c.Facts = append(c.Facts, fact{say.T("freeze.provider"), r.name(own.Provider)})
	case own.Kind == freeze.Freeze && own.Emergencies:
		c.Facts = append(c.Facts, fact{say.T("schedule.sort.emergency"), say.T("freeze.emergencies")})
	case own.Kind == freeze.Freeze:
		c.Facts = append(c.Facts, fact{say.T("schedule.sort.emergency"), say.T("freeze.emergencies.no")})
	}
	if own.Lifted != "" {
		c.Facts = append(c.Facts, fact{say.T("freeze.lifted"), own.Lifted})
	}
	return c
}

// itemNames are items by name, in one text.
func itemNames(page *Page, on *topology.Map, items []string, everything bool) string {
	return itemsIn(page.Printer, on, items, everything)
}

// itemsIn are items by name, in one text of a language.
func itemsIn(say *i18n.Printer, on *topology.Map, items []string, everything bool) string {
	if everything {
		return say.T("freeze.items.all")
	}
	var all []string
	for _, id := range items {
		if id == app.HiddenItem {
			all = append(all, say.T("schedule.hidden.item"))
			continue
		}
		all = append(all, on.Name(id, say.Lang()))
	}
	return strings.Join(all, ", ")
}
