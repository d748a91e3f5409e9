package portal

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/incident"
)

// statusPage is the public page of what does not work and what will not (E-06).
type statusPage struct {
	Page
	Incidents      []newsItem
	Planned        []newsItem
	Errors         []newsError
	Quiet          bool
	Language       string
	Lookup         Sheet
	Found          *newsItem
	Asked, NotOpen bool
	Subscribe      Sheet
	Subjects       []Choice
	Feed           string
}

// newsItem is an incident or planned unavailability as everybody may read it.
type newsItem struct {
	Ref, Service, Title string
	// State is one word; Look is "late", "ok" or "info".
	State, Look string
	// When says since when, or from when to when.
	When string
	News []newsMessage
}

// newsMessage is one published text.
type newsMessage struct{ When, Stamp, Subject, Text string }

// newsError is a known error and what helps meanwhile.
type newsError struct{ Ref, Service, Symptoms, Workaround, Since string }

var statusShape = newShape("public_status", &statusPage{})

// publicStatus shows the page.
func (p *portal) publicStatus(v *visit) error {
	if v.query("ref") == "" {
		v.shared()
	}
	return v.showStatus(http.StatusOK, Form{Values: url.Values{"lang": {v.text.Lang()}}, Errors: map[string]string{}})
}

func (v *visit) showStatus(status int, subscription Form) error {
	news, err := v.portal.service.PublicNews(v.r.Context())
	if err != nil {
		return err
	}
	page := &statusPage{Page: v.openPage(v.text.T("public.title")), Quiet: news.None(), Language: v.text.Lang(),
		Lookup: v.sheet(Form{Values: v.r.URL.Query()}), Subscribe: v.sheet(subscription), Feed: "/status/feed.xml?lang=" + v.text.Lang()}
	page.Subjects = []Choice{{Text: v.text.T("public.subscribe.all")}}
	for _, x := range news.Incidents {
		item := v.newsOf(x)
		page.Incidents = append(page.Incidents, item)
		if !x.Over {
			page.Subjects = append(page.Subjects, Choice{Value: x.Ref, Text: item.Ref + " – " + item.Title})
		}
	}
	for _, x := range news.Notices {
		page.Planned = append(page.Planned, v.plannedNews(x))
		page.Subjects = append(page.Subjects, Choice{Value: x.Ref, Text: x.Ref + " – " + x.Title})
	}
	for _, x := range news.Errors {
		page.Errors = append(page.Errors, newsError{Ref: x.Ref, Service: v.serviceName(x.Service), Symptoms: x.Symptoms,
			Workaround: x.Workaround, Since: v.text.Date(x.Since)})
	}
	if err := v.lookUp(page); err != nil {
		return err
	}
	return show(v, status, statusShape, page)
}

// lookUp answers how it stands with a reference. Whether there is a case that was
// not published is nobody's business: the answer is the same when there is none.
func (v *visit) lookUp(page *statusPage) error {
	page.Asked = v.query("ref") != ""
	if !page.Asked {
		return nil
	}
	x, err := v.portal.service.PublicIncident(v.r.Context(), referenceOf(v.query("ref")))
	if errors.Is(err, app.ErrNotFound) || errors.Is(err, ledger.ErrNotFound) {
		page.NotOpen = true
		return nil
	}
	if err != nil {
		return err
	}
	item := v.newsOf(x)
	item.News = item.News[:1]
	page.Found = &item
	return nil
}

// newsOf is an incident in plain words.
func (v *visit) newsOf(x app.PublicIncident) newsItem {
	item := newsItem{Ref: x.Ref, Service: v.serviceName(x.Service), Look: "late", State: v.text.T("public.stage.open"),
		When: v.text.T("public.since", "At", v.text.DateTime(x.Since))}
	switch {
	case x.Stage == incident.Gone:
		item.Look, item.State = "ok", v.text.T("public.stage.withdrawn")
	case x.Over:
		item.Look, item.State = "ok", v.text.T("public.stage.over")
	}
	if x.Over && x.Ended != nil {
		item.When = v.text.T("public.between", "From", v.text.DateTime(x.Since), "To", v.text.DateTime(*x.Ended))
	}
	for _, n := range x.News {
		item.News = append(item.News, newsMessage{When: v.text.DateTime(n.At), Stamp: n.At.UTC().Format(time.RFC3339), Subject: n.Subject, Text: n.Text})
	}
	item.Title = item.News[0].Subject
	return item
}

// plannedNews is planned unavailability in plain words.
func (v *visit) plannedNews(x app.PublicNotice) newsItem {
	item := newsItem{Ref: x.Ref, Service: v.serviceName(x.Service), Title: x.Title, Look: "info", State: v.text.T("public.planned.coming"),
		When: v.text.T("public.window", "From", v.text.DateTime(x.From), "To", v.text.DateTime(x.To))}
	if x.Now {
		item.Look, item.State = "warn", v.text.T("public.planned.now")
	}
	item.News = []newsMessage{{When: v.text.T("public.changed", "At", v.text.DateTime(x.Changed)), Stamp: x.Changed.UTC().Format(time.RFC3339), Text: x.Text}}
	return item
}
