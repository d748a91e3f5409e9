package portal

import (
	"html/template"
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/incident"
)

// reportPage is the form that reports an incident. Before it come what is known
// already of the service (E-06): incidents, known errors, planned unavailability.
type reportPage struct {
	Page
	// Ask are the first questions, sent by GET; Known is what is known of them.
	Ask      Sheet
	Services []Choice
	Known    []knownItem
	// Unknown: it was asked, and nothing is known.
	Unknown bool
	// Full is true when the form itself is shown.
	Full bool
	// Anyway is where the form is, past what is known.
	Anyway string
	Form   Sheet
	Groups []reportGroup
	// Priority is what impact and urgency come to; Matrix says so for every choice.
	Priority string
	Matrix   []weighed
	// PartsOf is the service whose categories and items are there; the button that asks
	// for them is there for another one.
	PartsOf string
	// Desk registers for somebody else.
	Desk bool
}

// reportGroup is a part of the form under a heading.
type reportGroup struct {
	Name, Heading string
	Fields        []Field
}

// weighed is the priority of an impact and an urgency, in words.
type weighed struct{ Impact, Urgency, Text string }

var reportShape = newShape("incident_new", &reportPage{})

// incidentNew asks first what it is about and shows what is known of it, then the form.
func (p *portal) incidentNew(v *visit) error {
	if !v.who.May(identity.OpenIncident, nil) {
		return app.ErrForbidden
	}
	page := v.reportPage()
	asked := v.query("service") != "" || v.query("text") != ""
	if asked {
		news, err := p.service.KnownNews(v.r.Context(), v.who, v.query("service"), v.query("text"))
		if err != nil {
			return err
		}
		page.Known = v.knownItems(news)
	}
	page.Unknown = asked && len(page.Known) == 0
	if v.query("full") == "" && !page.Unknown {
		page.Anyway = v.anyway()
		return show(v, 200, reportShape, page)
	}
	page.Known = nil
	f := newForm("service", v.query("service"), "title", v.query("text"), "client", v.query("client"))
	switch v.who.Kind {
	case "si":
		f.Values.Set("channel", incident.Phone)
	case "provider":
		f.Values.Set("channel", incident.Monitoring)
	}
	return v.showReport(page, f)
}

// anyway is the address of the form with what was typed so far.
func (v *visit) anyway() string {
	q := v.r.URL.Query()
	q.Set("full", "1")
	return "/incidents/new?" + q.Encode()
}

func (v *visit) reportPage() *reportPage {
	page := &reportPage{Page: v.page(v.text.T("incident.new.title")), Ask: v.sheet(Form{Values: v.r.URL.Query()}), Desk: v.who.Kind == "si"}
	page.Services = append([]Choice{{Text: v.text.T("incident.new.any_service")}}, v.serviceChoices()...)
	for impact, row := range v.portal.service.Policy.Incident.Priorities {
		for urgency, priority := range row {
			page.Matrix = append(page.Matrix, weighed{impact, urgency, titled(v.text, "incident.priority.", priority)})
		}
	}
	slices.SortFunc(page.Matrix, func(a, b weighed) int {
		if a.Impact+a.Urgency < b.Impact+b.Urgency {
			return -1
		}
		return 1
	})
	return page
}

// showReport shows the form as it was typed.
func (v *visit) showReport(page *reportPage, f Form) error {
	s := v.sheet(f)
	page.Full, page.Form = true, s
	if p := v.portal.service.Priority(f.Value("impact"), f.Value("urgency")); p != "" {
		page.Priority = titled(v.text, "incident.priority.", p)
	}
	if _, known := v.portal.service.Policy.Incident.Service(f.Value("service")); known {
		page.PartsOf = f.Value("service")
	}
	var err error
	if page.Groups, err = v.reportGroups(s, f); err != nil {
		return err
	}
	return show(v, f.status(), reportShape, page)
}

// incidentOpen registers the incident. What is refused comes back as it was typed;
// so does the form when one of its other buttons was pressed.
func (p *portal) incidentOpen(v *visit) error {
	if !v.who.May(identity.OpenIncident, nil) {
		return app.ErrForbidden
	}
	f, err := v.readForm()
	if err != nil {
		return err
	}
	v.process = incident.Name
	if f.Value("do") != "" {
		return v.showReport(v.reportPage(), f)
	}
	report := incident.Report{Title: f.Value("title"), Description: f.Value("description"), Service: f.Value("service"), Category: f.Value("category"),
		Item: f.Value("item"), Impact: f.Value("impact"), Urgency: f.Value("urgency"), Channel: f.Value("channel"), Client: f.Value("client"),
		Reporter: f.Value("reporter"), Contact: f.Value("contact")}
	if f.Value("arrived") != "" {
		in := &entries{Form: &f, say: v.text}
		at := in.instant("arrived")
		report.Arrived = &at
		if !f.OK() {
			return v.showReport(v.reportPage(), f)
		}
	}
	receipt, err := p.service.OpenIncident(v.r.Context(), v.who, f.Key, report)
	if err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		return v.showReport(v.reportPage(), f)
	}
	v.done("incident.new.opened", "Ref", receipt.Ref)
	v.redirect(casePath(receipt.Ref))
	return nil
}

// Attribute is the priority as an attribute that the script reads. What is in it
// comes from the catalogue of texts and from configuration that is checked.
func (w weighed) Attribute() template.HTMLAttr {
	return template.HTMLAttr(`data-` + w.Impact + `-` + w.Urgency + `="` + template.HTMLEscapeString(w.Text) + `"`)
}
