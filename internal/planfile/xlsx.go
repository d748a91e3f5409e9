package planfile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"termijn/internal/calendar"
)

// mostRows of a sheet that is read, and the size to which a workbook may unfold.
const (
	mostRows     = 20_000
	mostUnzipped = 16 << 20
)

// Sheet is a further sheet of a workbook, in the reader's language. Cells are texts,
// whole numbers, decimals, dates, instants of which the UTC reading is shown, or nil.
type Sheet struct {
	Name  string
	Heads []string
	Rows  [][]any
}

// WriteXLSX writes a workbook: the plan on the first sheet, as [ReadXLSX] reads it,
// then the given sheets. Texts are text cells, which are never formulas.
func WriteXLSX(p Plan, l Language, sheets ...Sheet) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	s, err := stylesOf(book)
	if err != nil {
		return nil, err
	}
	if err := book.SetSheetName("Sheet1", "Plan"); err != nil {
		return nil, err
	}
	rows := table(p, l)
	first := Sheet{Name: "Plan", Heads: rows[0]}
	for _, cells := range rows[1:] {
		first.Rows = append(first.Rows, typed(rows[0], cells))
	}
	if err := s.write(book, first); err != nil {
		return nil, err
	}
	for _, sheet := range sheets {
		if _, err := book.NewSheet(sheet.Name); err != nil {
			return nil, err
		}
		if err := s.write(book, sheet); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}

// typed makes dates and numbers of the cells that are, so that a spreadsheet can
// sort and add them.
func typed(heads, cells []string) []any {
	all := make([]any, len(cells))
	for i, text := range cells {
		field, _ := fieldOfHead(heads[i])
		all[i] = text
		switch {
		case text == "":
			all[i] = nil
		case slices.Contains(dateFields, field):
			if d, ok := parseDate(text); ok {
				all[i] = d
			}
		case slices.Contains(numberFields, field):
			if d, ok := parseDecimal(text); ok {
				all[i] = d
			}
		}
	}
	return all
}

var dateFields = []string{"due", "aim", "forecast", "reached", "start", "end", "awardBy", "awarded"}

type styles struct{ head, text, date, instant, number int }

func stylesOf(book *excelize.File) (s styles, err error) {
	iso, minute := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, style := range []struct {
		id *int
		of excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top}},
		{&s.text, excelize.Style{Alignment: top}},
		{&s.date, excelize.Style{CustomNumFmt: &iso, Alignment: top}},
		{&s.instant, excelize.Style{CustomNumFmt: &minute, Alignment: top}},
		{&s.number, excelize.Style{NumFmt: 0, Alignment: top}},
	} {
		if *style.id, err = book.NewStyle(&style.of); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s styles) write(book *excelize.File, sheet Sheet) error {
	out, err := book.NewStreamWriter(sheet.Name)
	if err != nil {
		return err
	}
	heads := make([]any, len(sheet.Heads))
	for i, h := range sheet.Heads {
		heads[i] = h
	}
	if err := errors.Join(out.SetColWidth(1, max(1, len(heads)), 18),
		out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		out.SetRow("A1", heads, excelize.RowOpts{StyleID: s.head})); err != nil {
		return err
	}
	for i, cells := range sheet.Rows {
		written := make([]any, len(cells))
		for j, c := range cells {
			written[j] = s.cell(c)
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), written); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (s styles) cell(c any) any {
	switch v := c.(type) {
	case nil:
		return nil
	case calendar.Date:
		if v.IsZero() {
			return nil
		}
		return excelize.Cell{StyleID: s.date, Value: time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)}
	case time.Time:
		return excelize.Cell{StyleID: s.instant, Value: v.UTC()}
	case decimal.Decimal:
		// A cell's number is binary: it keeps 15 digits.
		f, _ := v.Float64()
		return excelize.Cell{StyleID: s.number, Value: f}
	}
	return excelize.Cell{StyleID: s.text, Value: c}
}

// ReadXLSX reads a plan from the first sheet of a workbook, laid out as a table as
// [ReadCSV] reads it. Lines are rows of the sheet.
func ReadXLSX(file []byte, rules Rules) (Reading, error) {
	r := newReading(rules)
	if !r.sized(file) {
		return Reading{}, r.err()
	}
	refuse := func(code string, pairs ...string) (Reading, error) {
		r.at("", code, pairs...)
		return Reading{}, r.err()
	}
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: mostUnzipped, UnzipXMLSizeLimit: mostUnzipped})
	if err != nil {
		return refuse("not_xlsx")
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.Rows(name)
	if err != nil {
		return refuse("not_xlsx")
	}
	defer rows.Close()
	var all []row
	var fields []string
	for n := 1; rows.Next(); n++ {
		if n > mostRows {
			return refuse("too_many", "max", strconv.Itoa(mostRows))
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return refuse("not_xlsx")
		}
		w := row{cells: cells, lines: slices.Repeat([]int{n}, len(cells))}
		switch {
		case w.empty():
			continue
		case fields == nil:
			for _, head := range cells {
				field, _ := fieldOfHead(head)
				fields = append(fields, field)
			}
		default:
			for i := range min(len(cells), len(fields)) {
				cells[i] = xlsxText(book, name, fields[i], cells[i], i+1, n)
			}
		}
		all = append(all, w)
	}
	r.rows(all)
	return r.finish()
}

// xlsxText writes what a cell holds as people would: a date is a number of days, a
// percentage a part of one.
func xlsxText(book *excelize.File, sheet, field, raw string, column, row int) string {
	switch {
	case raw == "":
	case slices.Contains(dateFields, field):
		if days, err := strconv.ParseFloat(raw, 64); err == nil && days > 1 && days < 100_000 {
			if t, err := excelize.ExcelDateToTime(days, false); err == nil {
				return t.Format(time.DateOnly)
			}
		}
	case slices.Contains(numberFields, field):
		return xlsxNumber(book, sheet, raw, column, row)
	}
	return raw
}

func xlsxNumber(book *excelize.File, sheet, raw string, column, row int) string {
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return raw
	}
	if kind, err := book.GetCellType(sheet, at); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		return raw // a number that somebody wrote as text, in his own way
	}
	d := decimal.NewFromFloat(f)
	if shown, err := book.GetCellValue(sheet, at); err == nil && strings.HasSuffix(shown, "%") {
		d = d.Shift(2)
	}
	if d = d.Round(4); d.IsInteger() {
		return d.String()
	}
	return d.StringFixed(4) // never three decimals, which could be thousands
}
