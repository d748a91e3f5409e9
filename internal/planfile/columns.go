package planfile

import (
	"slices"
	"strings"
)

// column of a table: its field, and its headings: the first one is written in Dutch,
// the second in English, all are read.
type column struct {
	field string
	heads []string
}

// columns in the order in which they are written. kindColumn says what a row is.
var columns = []column{
	{kindColumn, []string{"soort", "kind"}},
	{"id", []string{"id", "id", "nr", "nummer", "code"}},
	{"title", []string{"titel", "title", "naam", "name"}},
	{"project", []string{"project", "project"}},
	{"milestone", []string{"mijlpaal", "milestone"}},
	{"owner", []string{"eigenaar", "owner", "organisatie", "organisation"}},
	{"person", []string{"persoon", "person"}},
	{"due", []string{"datum", "due", "einddatum", "uiterste datum", "date", "due date"}},
	{"dueAfter", []string{"werkdagen na begin", "working days after start"}},
	{"aim", []string{"streefdatum", "aim", "target date"}},
	{"after", []string{"na", "after", "voorgangers", "predecessors"}},
	{"share", []string{"aandeel", "share", "aandeel %", "share %"}},
	{"goLive", []string{"ingebruikname", "go-live", "golive"}},
	{"accept", []string{"aanvaarding", "acceptance", "accept"}},
	{"conditional", []string{"voorwaardelijk", "conditional"}},
	{"rule", []string{"regel", "rule"}},
	{"forecast", []string{"prognose", "forecast"}},
	{"reached", []string{"bereikt", "reached"}},
	{"criteria", []string{"criteria", "criteria"}},
	{"kind", []string{"type", "type"}},
	{"mitigation", []string{"maatregel", "mitigation"}},
	{"chance", []string{"kans", "chance"}},
	{"impact", []string{"impact", "impact"}},
	{"from", []string{"van", "from"}},
	{"way", []string{"afhandeling", "way"}},
	{"to", []string{"naar", "to"}},
	{"price", []string{"prijs", "price"}},
	{"cap", []string{"plafond", "cap"}},
	{"start", []string{"begin", "start"}},
	{"end", []string{"einde", "end"}},
	{"awardBy", []string{"gunning uiterlijk", "award by"}},
	{"awarded", []string{"gunning", "awarded"}},
	{"rhythm", []string{"ritme", "rhythm"}},
}

const kindColumn = "record"

// kindWords are what a row may call itself: the first word is written in Dutch, the
// second in English, all are read.
var kindWords = map[string][]string{
	kindProgramme: {"programma", "programme", "program"},
	kindProject:   {"project", "project"},
	kindMilestone: {"mijlpaal", "milestone"},
	kindProduct:   {"werkproduct", "work product", "product"},
	kindItem:      {"controlepunt", "checklist item", "controle", "checklist"},
	kindRisk:      {"risico", "risk"},
	kindExit:      {"openstaand punt", "open item", "exit"},
}

// flagFields are yes or no.
var flagFields = []string{"goLive", "accept", "conditional"}

// numberFields have a decimal separator.
var numberFields = []string{"share", "price", "cap"}

func fieldOfHead(head string) (string, bool) {
	head = strings.ToLower(strings.TrimSpace(head))
	for _, c := range columns {
		if slices.Contains(c.heads, head) {
			return c.field, true
		}
	}
	return "", false
}

func kindOfWord(word string) (string, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	for _, kind := range kinds {
		if slices.Contains(kindWords[kind], word) {
			return kind, true
		}
	}
	return "", false
}

// Language of what a table says about itself: its headings and kinds.
type Language int

// The languages of tables.
const (
	Dutch Language = iota
	English
)

// table is a plan as rows: headings first, without the columns that nothing uses.
func table(p Plan, l Language) [][]string {
	all := records(p)
	var used []column
	for _, c := range columns {
		if c.field == kindColumn || slices.ContainsFunc(all, func(r record) bool { _, ok := r.cells[c.field]; return ok }) {
			used = append(used, c)
		}
	}
	rows := [][]string{nil}
	for _, c := range used {
		rows[0] = append(rows[0], c.heads[l])
	}
	for _, rec := range all {
		var row []string
		for _, c := range used {
			row = append(row, tableCell(rec, c.field, l))
		}
		rows = append(rows, row)
	}
	return rows
}

func tableCell(rec record, field string, l Language) string {
	if field == kindColumn {
		return kindWords[rec.kind][l]
	}
	c, ok := rec.cells[field]
	switch {
	case !ok:
		return ""
	case c.list != nil:
		separator := "\n"
		if field == "after" {
			separator = ", "
		}
		var parts []string
		for _, part := range c.list {
			parts = append(parts, part.text)
		}
		return strings.Join(parts, separator)
	case slices.Contains(flagFields, field):
		return []string{"ja", "yes"}[l]
	case slices.Contains(numberFields, field) && l == Dutch:
		return strings.Replace(c.text, ".", ",", 1)
	}
	return c.text
}
