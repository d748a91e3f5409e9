package portal

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/status"
)

// statusProcess is the daily status meeting as the portal knows it (B-11).
var statusProcess = process{
	name:    status.Name,
	stages:  []string{"running"},
	allowed: status.Allowed,
}

// dailyRoutes are the list of the day and the form that asks for a report.
func (p *portal) dailyRoutes(r chi.Router) {
	p.register(statusProcess)
	r.Get("/incidents/daily", p.signedIn(p.daily))
	serve(p, status.Name, commandForm[caseReader, status.Extra]{command: status.ReportNow, ask: []ask{askText("remark", 3).orNot()}})
}

// dailyPage lists which incidents need action by whom, so that targets are met.
type dailyPage struct {
	Page
	Count, Late, Today, Soon int
	Orgs                     []dailyOrg
	// Report says when the last report was recorded; Report is empty before one was.
	Report     string
	ReportPath string
	// ReportNow is the form that asks for one; empty for those who may not.
	ReportNow string
}

type dailyOrg struct {
	Key, Name, Numbers, More string
	Items                    []dailyItem
}

type dailyItem struct {
	Ref, Path, Title, Priority, Client, Service string
	State                                       badge
	Due, Needs, Who, Waits                      string
}

var dailyShape = newShape("daily", &dailyPage{})

func (p *portal) daily(v *visit) error {
	list, err := p.service.DailyStatus(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	incidents, err := p.service.DailyIncidents(v.r.Context(), v.who, list)
	if err != nil {
		return err
	}
	names, err := p.service.Names(v.r.Context())
	if err != nil {
		return err
	}
	page := &dailyPage{Page: v.page(v.text.T("daily.title", "Date", v.text.DayDate(v.now))), Count: list.Count, Late: list.Late, Today: list.Today, Soon: list.Soon}
	page.Wide = true
	for _, of := range list.Organisations {
		o := dailyOrg{Key: of.Org, Name: names[of.Org], Numbers: v.text.T("daily.numbers", "Count", of.Count, "Late", of.Late, "Today", of.Today, "Soon", of.Soon)}
		for _, i := range of.Items {
			o.Items = append(o.Items, v.dailyItem(i, incidents[i.Ref], names))
		}
		if left := of.Count - len(of.Items); left > 0 {
			o.More = v.text.T("daily.more", "Count", left)
		}
		page.Orgs = append(page.Orgs, o)
	}
	if err := v.lastReport(page); err != nil {
		return err
	}
	return show(v, http.StatusOK, dailyShape, page)
}

func (v *visit) dailyItem(i record.StatusItem, x app.DailyIncident, names map[string]string) dailyItem {
	kind := map[string]string{record.StatusLate: "late", record.StatusToday: "warn", record.StatusSoon: "time"}[i.State]
	item := dailyItem{Ref: i.Ref, Path: casePath(i.Ref), Title: x.Title, Priority: i.Priority, Client: names[x.Client], Service: v.serviceName(x.Service),
		State: badge{kind, titled(v.text, "status.state.", i.State)}, Due: v.text.Deadline(i.Due), Needs: titled(v.text, "status.needs.", i.Needs)}
	item.Who = v.teamName(i.Team)
	if x.Agent != "" {
		item.Who = names[x.Agent] + " – " + item.Who
	}
	if x.Waits != "" {
		word, _ := wordOf(v.text, "incident", "reason", x.Waits)
		item.Waits = v.text.T("daily.waits", "For", word, "Question", x.Question)
	}
	return item
}

// lastReport says when a report was last recorded, and what it said.
func (v *visit) lastReport(page *dailyPage) error {
	r, err := v.portal.service.LastDailyReport(v.r.Context(), v.who)
	if errors.Is(err, app.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	page.Report = v.text.T("daily.report", "Date", v.text.DayDate(r.Date), "At", v.text.DateTime(r.At), "Count", r.Count, "Late", r.Late, "Today", r.Today, "Soon", r.Soon)
	if v.who.Kind != "provider" {
		page.ReportPath = casePath(r.Case)
	}
	if v.who.May("status.report-now", nil) {
		page.ReportNow = commandPath(r.Case, status.ReportNow.Name, "")
	}
	return nil
}
