package portal

import (
	"net/http"
	"net/url"
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/notice"
)

// noticeListPage lists planned unavailability.
type noticeListPage struct {
	Page
	Filter  Sheet
	Open    []Choice
	Rows    []noticeItem
	CanOpen bool
	Next    string
}

type noticeItem struct{ Ref, Path, Title, Stage, Service, From, To string }

var noticeListShape = newShape("notice_list", &noticeListPage{})

func (p *portal) noticeList(v *visit) error {
	open := v.query("open")
	if open != "all" {
		open = "open"
	}
	filter := ledger.CaseFilter{Process: notice.Name, Sort: "opened"}
	if open == "open" {
		filter.Open = "open"
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, filter, ledger.Page{Limit: 50, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &noticeListPage{Page: v.page(v.text.T("nav.notices")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), CanOpen: v.who.May(identity.OpenNotice, nil),
		Open: []Choice{{Value: "open", Text: v.text.T("notice.list.open")}, {Value: "all", Text: v.text.T("notice.list.all")}}}
	if next != "" {
		page.Next = "/notices?" + url.Values{"open": {open}, "from": {next}}.Encode()
	}
	for _, row := range rows {
		own, err := app.NoticeOf(row)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, noticeItem{Ref: row.Ref, Path: casePath(row.Ref), Title: row.Title, Stage: v.stageText(row),
			Service: v.serviceName(own.Service), From: v.text.DateTime(own.From), To: v.text.DateTime(own.To)})
	}
	return show(v, http.StatusOK, noticeListShape, page)
}

// noticeNewPage is the form with which unavailability is announced.
type noticeNewPage struct {
	Page
	Form    Sheet
	Fields  []Field
	Clients []Field
}

var noticeNewShape = newShape("notice_new", &noticeNewPage{})

func (p *portal) noticeNew(v *visit) error { return v.showNoticeForm(newForm()) }

func (v *visit) showNoticeForm(f Form) error {
	if !v.who.May(identity.OpenNotice, nil) {
		return app.ErrForbidden
	}
	clients, err := v.portal.service.Store.Organisations(v.r.Context(), "client")
	if err != nil {
		return err
	}
	page := &noticeNewPage{Page: v.page(v.text.T("notice.new")), Form: v.sheet(f)}
	s := page.Form
	page.Fields = []Field{s.Select("service", "notice.service", slices.Concat([]Choice{{Text: v.text.T("form.choose")}}, v.serviceChoices())),
		s.Field("title", "notice.title"), s.Area("text", "notice.text", 5), s.make("time", "from", "notice.from"), s.make("time", "to", "notice.to")}
	for _, o := range clients {
		page.Clients = append(page.Clients, s.named(s.Check("client."+o.ID, "notice.clients"), o.Name))
	}
	return show(v, f.status(), noticeNewShape, page)
}

// noticeOpen publishes the announcement.
func (p *portal) noticeOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	clients, err := p.service.Store.Organisations(v.r.Context(), "client")
	if err != nil {
		return err
	}
	in := &entries{Form: &f, say: v.text}
	a := notice.Announcement{Service: in.Value("service"), Title: in.Value("title"), Text: in.Value("text")}
	// What lacks, the process says.
	if in.Value("from") != "" {
		a.From = in.instant("from")
	}
	if in.Value("to") != "" {
		a.To = in.instant("to")
	}
	for _, o := range clients {
		if in.Has("client."+o.ID, "yes") {
			a.Clients = append(a.Clients, o.ID)
		}
	}
	if !f.OK() {
		return v.showNoticeForm(f)
	}
	v.process = notice.Name
	receipt, err := p.service.OpenNotice(v.r.Context(), v.who, f.Key, a)
	if err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		return v.showNoticeForm(f)
	}
	v.sent(notice.Name, "open", f, receipt)
	return nil
}
