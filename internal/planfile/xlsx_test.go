package planfile_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"termijn/internal/planfile"
)

// What a planner makes in a spreadsheet: dates and percentages as it shows them, not
// as text; a row left open; a note far to the right would be refused.
func TestAWorkbookOfAPlannerIsRead(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	belgian := "d/mm/yyyy"
	dates, err := book.NewStyle(&excelize.Style{CustomNumFmt: &belgian})
	require.NoError(t, err)
	percent, err := book.NewStyle(&excelize.Style{NumFmt: 9})
	require.NoError(t, err)
	set := func(cell string, value any, style int) {
		require.NoError(t, book.SetCellValue("Sheet1", cell, value))
		require.NoError(t, book.SetCellStyle("Sheet1", cell, cell, style))
	}
	for cell, text := range map[string]string{"A1": "Soort", "B1": "ID", "C1": "Titel", "D1": "Eigenaar", "E1": "Datum", "F1": "Na", "G1": "Aandeel", "H1": "Prijs",
		"A2": "programma", "C2": "Aansluiting", "A4": "mijlpaal", "B4": "M1", "C4": "Eerste", "D4": "ICT-Dienstverlener Alfa",
		"A5": "mijlpaal", "B5": "M2", "C5": "Tweede", "D5": "alfa", "F5": "M1 + 5 werkdagen", "E5": "15/09/2021"} {
		set(cell, text, 0)
	}
	set("E4", time.Date(2021, 9, 1, 0, 0, 0, 0, time.UTC), dates)
	set("G4", 0.125, percent)
	set("G5", 0.875, percent)
	set("H2", 1234.5, 0)
	var file bytes.Buffer
	require.NoError(t, book.Write(&file))

	reading, err := planfile.ReadXLSX(file.Bytes(), rules(t))
	require.NoError(t, err)
	p := reading.Plan
	require.Equal(t, "1234.5", p.Price.String())
	require.Equal(t, []planfile.Link{{From: "M1", To: "M2", Lag: 5}}, p.Links)
	require.Equal(t, []planfile.Project{{ID: "alfa", Title: "ICT-Dienstverlener Alfa", Owner: planfile.Owner{Org: "alfa"}}}, p.Projects)
	require.Equal(t, "2021-09-01 12.5", p.Milestones[0].Due.String()+" "+p.Milestones[0].Share.String())
	require.Equal(t, "2021-09-15 87.5", p.Milestones[1].Due.String()+" "+p.Milestones[1].Share.String())
	require.Equal(t, "project_added", reading.Remarks[0].Code)
	inWords(t, reading.Remarks[0])

	set("E5", time.Date(2021, 9, 18, 0, 0, 0, 0, time.UTC), dates)
	file.Reset()
	require.NoError(t, book.Write(&file))
	_, err = planfile.ReadXLSX(file.Bytes(), rules(t))
	require.Equal(t, []string{"5 Datum not_working_day"}, found(t, err), "rows are those of the sheet")
}

func TestAWorkbookSortsAndAddsAndNeverCalculatesATextAsAFormula(t *testing.T) {
	t.Parallel()
	reading, err := planfile.ReadYAML([]byte(plan), rules(t))
	require.NoError(t, err)
	reading.Plan.Milestones[0].Title = `=HYPERLINK("https://elders.example")`
	text, err := planfile.WriteXLSX(reading.Plan, planfile.Dutch, planfile.Sheet{Name: "Stand", Heads: []string{"Mijlpaal", "Verwacht", "Speling", "Bedrag", "Gemeld"},
		Rows: [][]any{{"=1+1", day(t, "2021-09-01"), -3, decimal.RequireFromString("690000.25"), time.Date(2021, 9, 1, 7, 30, 0, 0, time.UTC)}, {nil}}})
	require.NoError(t, err)
	book, err := excelize.OpenReader(bytes.NewReader(text))
	require.NoError(t, err)
	defer book.Close()
	require.Equal(t, []string{"Plan", "Stand"}, book.GetSheetList())
	rows, err := book.GetRows("Stand")
	require.NoError(t, err)
	require.Equal(t, [][]string{{"Mijlpaal", "Verwacht", "Speling", "Bedrag", "Gemeld"}, {"=1+1", "2021-09-01", "-3", "690000.25", "2021-09-01 07:30"}}, rows)
	for _, sheet := range book.GetSheetList() {
		for _, cell := range []string{"A2", "B2", "C5"} {
			formula, err := book.GetCellFormula(sheet, cell)
			require.NoError(t, err)
			require.Empty(t, formula)
		}
	}
	kind, err := book.GetCellType("Stand", "B2")
	require.NoError(t, err)
	require.NotEqual(t, excelize.CellTypeInlineString, kind, "a date is a date")
}
