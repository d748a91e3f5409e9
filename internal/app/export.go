package app

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"termijn/internal/i18n"
)

// Formats of an export.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// ErrFormat: there is no such export format.
var ErrFormat = errors.New("unknown export format")

// regieColumns are the columns of the M-22 export: each has the text
// report.regie.<id> as its head.
var regieColumns = []string{"ref", "title", "client", "representative", "providers", "requested", "orderable", "committed",
	"ordered", "actual", "corrected", "due", "state", "statement", "month", "submitted", "approved", "amount"}

// WriteRegie writes the M-22 report, one line per case and statement, a case
// without statements on one line. Rows are written as they come: memory does not
// grow with their number in CSV, and only by the sheet itself in XLSX. The first
// error of rows is returned and ends the writing.
func WriteRegie(w io.Writer, format string, p *i18n.Printer, rows iter.Seq2[RegieRow, error]) error {
	heads := make([]any, len(regieColumns))
	for i, id := range regieColumns {
		heads[i] = p.T("report.regie." + id)
	}
	switch format {
	case CSV:
		return writeCSV(w, p, heads, rows)
	case XLSX:
		return writeXLSX(w, p, heads, rows)
	}
	return ErrFormat
}

// lines are a case's lines: strings, decimals, whole numbers, instants and
// dates, or nil.
func lines(p *i18n.Printer, r RegieRow) [][]any {
	state := ""
	if r.Answer.State != "" {
		state = p.T("report.state." + r.Answer.State)
	}
	var committed any
	if r.Committed != nil {
		committed = r.Committed.String()
	}
	head := []any{r.Ref, r.Title, r.Client, r.Representative, strings.Join(r.Providers, ", "), r.Requested, r.Orderable, committed,
		r.Ordered, r.Answer.Actual, r.Answer.Corrected, r.Answer.Due, state}
	if len(r.Statements) == 0 {
		return [][]any{append(head, nil, nil, nil, nil, nil)}
	}
	var all [][]any
	for _, s := range r.Statements {
		all = append(all, append(head[:len(head):len(head)], s.ID, s.Month, s.Submitted, s.Approved, s.Amount))
	}
	return all
}

// writeCSV writes for Excel with Dutch settings: a byte-order mark, semicolons,
// decimal commas.
func writeCSV(w io.Writer, p *i18n.Printer, heads []any, rows iter.Seq2[RegieRow, error]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	write := func(cells []any) error {
		text := make([]string, len(cells))
		for i, c := range cells {
			text[i] = csvCell(c)
		}
		return out.Write(text)
	}
	if err := write(heads); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for _, line := range lines(p, row) {
			if err := write(line); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func csvCell(c any) string {
	switch v := c.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case decimal.Decimal:
		return strings.Replace(v.StringFixed(2), ".", ",", 1)
	case time.Time:
		return wallClock(v)
	case *time.Time:
		if v == nil {
			return ""
		}
		return wallClock(*v)
	}
	return fmt.Sprint(c)
}

// harmless keeps a spreadsheet from taking somebody's text for a formula.
func harmless(text string) string {
	if trimmed := strings.TrimLeft(text, " \u00a0"); trimmed != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(trimmed)[0]) {
		return "'" + text
	}
	return text
}

func wallClock(t time.Time) string { return t.In(brussels).Format("2006-01-02 15:04") }

// writeXLSX writes a workbook of one sheet. Texts are text cells, which are
// never formulas; instants are wall-clock times of Brussels.
func writeXLSX(w io.Writer, p *i18n.Printer, heads []any, rows iter.Seq2[RegieRow, error]) error {
	book := excelize.NewFile()
	defer book.Close()
	const sheet = "M-22"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	instant, money, bold, err := styles(book)
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := errors.Join(out.SetColWidth(1, len(regieColumns), 20),
		out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		out.SetRow("A1", heads, excelize.RowOpts{StyleID: bold})); err != nil {
		return err
	}
	n := 1
	for row, err := range rows {
		if err != nil {
			return err
		}
		for _, line := range lines(p, row) {
			n++
			for i, c := range line {
				line[i] = xlsxCell(c, instant, money)
			}
			if err := out.SetRow(fmt.Sprintf("A%d", n), line); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

func styles(book *excelize.File) (instant, money, bold int, err error) {
	format := "yyyy-mm-dd hh:mm"
	if instant, err = book.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return
	}
	if money, err = book.NewStyle(&excelize.Style{NumFmt: 4}); err != nil { // #,##0.00
		return
	}
	bold, err = book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return
}

func xlsxCell(c any, instant, money int) any {
	switch v := c.(type) {
	case decimal.Decimal:
		// A cell's number is binary anyway; two decimals survive it.
		f, _ := v.Round(2).Float64()
		return excelize.Cell{StyleID: money, Value: f}
	case time.Time:
		return excelize.Cell{StyleID: instant, Value: asShown(v)}
	case *time.Time:
		if v == nil {
			return nil
		}
		return excelize.Cell{StyleID: instant, Value: asShown(*v)}
	}
	return c
}

// asShown is the instant that reads in UTC as the given one does in Brussels:
// cells know no zones.
func asShown(t time.Time) time.Time {
	t = t.In(brussels)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
