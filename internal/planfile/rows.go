package planfile

import (
	"slices"
	"strconv"
	"strings"
)

// row of a table with the line on which each of its cells begins.
type row struct {
	cells []string
	lines []int
}

func (w row) empty() bool {
	return !slices.ContainsFunc(w.cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// rows reads a table: headings first, then a thing on each row. Without a column
// that says what a row is, all are milestones.
func (r *reading) rows(all []row) {
	all = slices.DeleteFunc(all, row.empty)
	if len(all) == 0 {
		r.problems = append(r.problems, Problem{Line: 1, Code: "not_a_plan"})
		return
	}
	fields, ok := r.headings(all[0])
	if !ok {
		return
	}
	var records []record
	for _, w := range all[1:] {
		if rec, ok := r.row(w, all[0].cells, fields); ok {
			records = append(records, rec)
		}
	}
	slices.SortStableFunc(records, func(a, b record) int { return slices.Index(kinds, a.kind) - slices.Index(kinds, b.kind) })
	for i, rec := range records {
		if rec.kind == kindProgramme && i > 0 {
			r.problems = append(r.problems, Problem{Line: rec.line, Code: "programme_twice", Args: map[string]string{"line": strconv.Itoa(records[0].line)}})
			continue
		}
		r.take(rec)
	}
}

// headings finds the field of each column; without an ID or a title it is no plan.
func (r *reading) headings(head row) ([]string, bool) {
	fields := make([]string, len(head.cells))
	for i, text := range head.cells {
		field, ok := fieldOfHead(text)
		switch {
		case strings.TrimSpace(text) == "":
		case !ok:
			r.problems = append(r.problems, Problem{Line: head.lines[i], Column: text, Code: "unknown_column", Args: map[string]string{"column": text}})
		case slices.Contains(fields, field):
			r.problems = append(r.problems, Problem{Line: head.lines[i], Column: text, Code: "column_twice", Args: map[string]string{"column": text}})
		default:
			fields[i], r.heads[field] = field, strings.TrimSpace(text)
		}
	}
	if !slices.Contains(fields, "id") && !slices.Contains(fields, "title") {
		r.problems = []Problem{{Line: head.lines[0], Code: "no_headings"}}
		return nil, false
	}
	return fields, true
}

func (r *reading) row(w row, heads, fields []string) (record, bool) {
	rec := record{kind: kindMilestone, line: w.lines[0], cells: map[string]cell{}}
	word := kindWords[kindMilestone][Dutch]
	if i := slices.Index(fields, kindColumn); i >= 0 && i < len(w.cells) {
		kind, ok := kindOfWord(w.cells[i])
		if !ok {
			r.problems = append(r.problems, Problem{Line: w.lines[i], Column: heads[i], Code: "unknown_kind", Args: map[string]string{"value": strings.TrimSpace(w.cells[i])}})
			return rec, false
		}
		rec.kind, word = kind, strings.TrimSpace(w.cells[i])
	}
	for i, text := range w.cells {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		switch {
		case i >= len(fields) || strings.TrimSpace(heads[i]) == "":
			r.problems = append(r.problems, Problem{Line: w.lines[i], Code: "no_heading", Args: map[string]string{"value": short(text), "column": strconv.Itoa(i + 1)}})
		case fields[i] == "" || fields[i] == kindColumn:
		case !slices.Contains(fieldsOf[rec.kind], fields[i]):
			r.problems = append(r.problems, Problem{Line: w.lines[i], Column: heads[i], Code: "not_for_kind", Args: map[string]string{"column": heads[i], "kind": word, "value": short(text)}})
		default:
			rec.cells[fields[i]] = cell{text: text, line: w.lines[i], column: strings.TrimSpace(heads[i])}
		}
	}
	return rec, true
}

// short is the beginning of a text, for a message.
func short(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
