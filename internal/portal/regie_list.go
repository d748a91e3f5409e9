package portal

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/sla"
)

// regieListPage lists support in regie with the columns of M-22.
type regieListPage struct {
	Page
	Filter   Sheet
	Open     []Choice
	Rows     []regieItem
	CanOrder bool
	// CSV and Excel are the addresses of the exports under the same filter.
	CSV, Excel string
	Next       string
}

// regieItem is a case of support in regie as M-22 reports it.
type regieItem struct {
	Ref, Path, Title, Stage                  string
	Client, Representative, Providers        string
	Requested, Orderable, Committed, Ordered string
	Answer, AnswerLook, AnswerState          string
	Statements                               []regieStatement
}

type regieStatement struct{ Month, Submitted, Approved, Amount string }

var regieListShape = newShape("regie_list", &regieListPage{})

func (p *portal) regieList(v *visit) error {
	rows, next, err := p.service.RegieRows(v.r.Context(), v.who, v.regieFilter(), ledger.Page{Limit: 50, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &regieListPage{Page: v.page(v.text.T("regie.list")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), CanOrder: v.who.May(identity.OpenRegie, nil),
		Open: []Choice{{Text: v.text.T("regie.list.all")}, {Value: "open", Text: v.text.T("regie.list.open")}, {Value: "closed", Text: v.text.T("regie.list.closed")}}}
	page.Wide = true
	q := url.Values{"text": {v.query("text")}, "open": {v.query("open")}}
	page.CSV, page.Excel = "/regie/export.csv?"+q.Encode(), "/regie/export.xlsx?"+q.Encode()
	if next != "" {
		q.Set("from", next)
		page.Next = "/regie?" + q.Encode()
	}
	for _, r := range rows {
		page.Rows = append(page.Rows, v.regieItem(r))
	}
	return show(v, http.StatusOK, regieListShape, page)
}

func (v *visit) regieFilter() ledger.CaseFilter {
	return ledger.CaseFilter{Text: v.query("text"), Open: v.query("open"), Sort: "opened"}
}

func (v *visit) regieItem(r app.RegieRow) regieItem {
	item := regieItem{Ref: r.Ref, Path: casePath(r.Ref), Title: r.Title, Stage: titled(v.text, "stage.regie.", r.Stage), Client: r.Client,
		Representative: r.Representative, Providers: strings.Join(r.Providers, ", "), Requested: v.text.Date(r.Requested),
		Orderable: v.text.Date(r.Orderable), Committed: v.text.Date(r.Committed), Ordered: v.text.Date(r.Ordered)}
	if r.Answer.State != "" {
		item.AnswerLook, item.AnswerState = r.Answer.State, v.text.T("case.clock.state."+r.Answer.State)
		item.Answer = v.text.T("regie.list.answer", "Corrected", r.Answer.Corrected, "Actual", r.Answer.Actual)
		if r.Answer.State == string(sla.Running) || r.Answer.State == string(sla.Paused) {
			item.Answer = v.text.T("case.task.due", "Due", v.text.Deadline(r.Answer.Due))
		}
	}
	for _, s := range r.Statements {
		item.Statements = append(item.Statements, regieStatement{Month: readable(v.text, "month", s.Month), Submitted: v.text.Date(s.Submitted), Approved: v.text.Date(s.Approved), Amount: v.text.Money(s.Amount)})
	}
	return item
}

// exportTypes are the content types of the exports.
var exportTypes = map[string]string{
	app.CSV:  "text/csv; charset=utf-8",
	app.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// regieExport sends the list as a file (M-22). It is made whole first, so that
// an error never leaves half a file behind.
func (p *portal) regieExport(v *visit) error {
	format := v.param("format")
	kind, ok := exportTypes[format]
	if !ok {
		return app.ErrNotFound
	}
	var b bytes.Buffer
	if err := app.WriteRegie(&b, format, v.text, p.service.AllRegieRows(v.r.Context(), v.who, v.regieFilter())); err != nil {
		return fmt.Errorf("export regie: %w", err)
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="regie-%s.%s"`, v.now.In(brussels).Format("2006-01-02"), format))
	h.Set("Cache-Control", "no-store")
	if _, err := v.w.Write(b.Bytes()); err != nil {
		v.logError(fmt.Errorf("send export: %w", err)) // the reader went away
	}
	return nil
}
