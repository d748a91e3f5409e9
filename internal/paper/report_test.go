package paper

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
)

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

func sample(milestones int) Report {
	r := Report{Size: A3, Title: "Transitieprogramma ICT-ecosysteem", Subtitle: "Verslag voor het Bestuur, stand op 1 oktober 2021", Language: "nl",
		Made: time.Date(2021, 10, 1, 9, 0, 0, 0, time.UTC), Foot: "TRP-2021-000001", Page: "Pagina %d van %s"}
	table := Table{Columns: []Column{{Head: "Mijlpaal", Share: 4}, {Head: "Eigenaar", Share: 2}, {Head: "Datum", Share: 1}, {Head: "Verwacht", Share: 1}, {Head: "Bedrag", Share: 1, Right: true}}}
	chart := Chart{From: day(2021, 6, 1), To: day(2022, 3, 1), Today: day(2021, 10, 1), TodayText: "vandaag", BaselineText: "basisplan", ExpectedText: "verwacht",
		ReachedText: "bereikt", LateText: "te laat", CriticalText: "kritiek pad"}
	for m := day(2021, 6, 1); m.Before(chart.To); m = m.AddMonthsClamped(1) {
		chart.Ticks = append(chart.Ticks, Tick{m, fmt.Sprintf("%02d/%d", m.Month, m.Year)})
	}
	for i := range milestones {
		due := day(2021, 7, 1).AddDays(i * 230 / max(milestones, 1))
		name := fmt.Sprintf("M%d Koppeling met de testomgeving werkt, geëvalueerd en aanvaard door het Bestuur", i)
		table.Rows = append(table.Rows, Row{Cells: []string{name, "ICT-Dienstverlener Alfa", due.String(), due.AddDays(14).String(), "€ 690.000,00"}, Strong: i == 0})
		b := Bar{Text: name, Baseline: due, Expected: due.AddDays(i % 5 * 9), Late: i%5 > 2, Critical: i%7 == 0}
		if i%5 > 2 {
			b.Note = fmt.Sprintf("+%d werkdagen", i%5*6)
		}
		if due.Before(chart.Today) && i%3 == 0 {
			b.Reached = due.AddDays(2)
		}
		chart.Bars = append(chart.Bars, b)
	}
	r.Sections = []Section{
		{Heading: "Samengevat", Facts: []Fact{{"Te laat", "2"}, {"Onmogelijk", "1"}, {"Te betalen", "€ 690.000,00"}, {"Volgende stuurgroep", "5 oktober 2021"}, {"Kritiek pad", "M1 → M2 → M3 → M6"}},
			Text: []string{"De productieomgeving schuift tien werkdagen op, omdat de testomgeving later ter beschikking kwam. Twee ICT-Dienstverleners bevestigden hun datum; één vraagt uitstel aan de stuurgroep."}},
		{Heading: "Te beslissen", Table: &Table{Columns: table.Columns, Empty: "Er is niets te beslissen."}},
		{Heading: "Planning", Chart: &chart},
		{Heading: "Mijlpalen", Table: &table},
	}
	return r
}

// words are the texts that an uncompressed report shows, in order.
func words(t *testing.T, file []byte) string {
	var b strings.Builder
	for _, m := range regexp.MustCompile(`(?s)\(((?:[^()\\]|\\.)*)\) ?Tj`).FindAllSubmatch(file, -1) {
		raw := regexp.MustCompile(`(?s)\\(.)`).ReplaceAllFunc(m[1], func(x []byte) []byte {
			if x[1] == 'r' {
				return []byte("\r")
			}
			return x[1:]
		})
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		b.WriteString(string(utf16.Decode(units)) + "\n")
	}
	return b.String()
}

func TestAReportShowsItsTextsOnPages(t *testing.T) {
	t.Parallel()
	file, err := sample(60).pdf(false)
	require.NoError(t, err)
	shown := words(t, file)
	for _, text := range []string{"Transitieprogramma ICT-ecosysteem", "Samengevat", "€ 690.000,00", "Er is niets te beslissen.", "geëvalueerd", "kritiek pad", "vandaag", "TRP-2021-000001"} {
		require.Contains(t, shown, text)
	}
	require.NotContains(t, shown, "?")
	require.Equal(t, 2, strings.Count(shown, "Eigenaar"), "the table's heads are on both of its pages")
	pages := bytes.Count(file, []byte("/Type /Page\n")) + bytes.Count(file, []byte("/Type /Page "))
	require.Greater(t, pages, 2)
	require.Equal(t, pages, strings.Count(shown, "Pagina "), "every page is numbered")
	require.Contains(t, string(file), "/Lang (nl)")
	require.Contains(t, string(file), "/FontFile2", "the fonts are in the file")
	require.Contains(t, string(file), "841.89", "A3 is 841.89 points high")
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	one, err := sample(5).PDF()
	require.NoError(t, err)
	two, err := sample(5).PDF()
	require.NoError(t, err)
	require.Equal(t, one, two)
}

func TestAnyTextCanBePrinted(t *testing.T) {
	t.Parallel()
	r := Report{Title: "Tekens: 日本 😀 ﷽ \x00 \r\n a\u0301", Language: "nl", Sections: []Section{
		{Heading: strings.Repeat("lang", 200), Text: []string{"", strings.Repeat("woordzondereinde", 500)}, Facts: []Fact{{strings.Repeat("n", 300), strings.Repeat("w", 300)}},
			Table: &Table{Columns: []Column{{Head: "a"}, {Head: "b", Share: 0.01}}, Rows: []Row{{Cells: []string{"één cel te weinig"}}, {Cells: []string{strings.Repeat("x\n", 5000), "y", "te veel"}}}},
			Chart: &Chart{From: day(2021, 1, 1), To: day(2021, 1, 1), Bars: []Bar{{Text: "geen tijd"}}}},
		{}, {Chart: &Chart{From: day(2021, 1, 1), To: day(2021, 2, 1), Bars: []Bar{{Text: "groep"}, {Text: "buiten", Baseline: day(2020, 1, 1), Expected: day(2030, 1, 1), Late: true, Note: strings.Repeat("n", 400)}}}},
	}}
	file, err := r.pdf(false)
	require.NoError(t, err)
	require.Contains(t, words(t, file), "Tekens: ?? ? ?")
}
