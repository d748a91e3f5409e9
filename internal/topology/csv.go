package topology

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Columns of a map as a file, in the order in which it is written. A file may have
// them in another order; the first three must be there.
var Columns = []string{"id", "kind", "nl", "en", "parent", "dependsOn", "provider", "team", "confidential", "endToEnd"}

// Line is an item with the line of the file that it stands on.
type Line struct {
	Number int
	Item
}

// LineFault is what is wrong with a line of a file; line 1 is the head.
type LineFault struct {
	Line int
	// Column as the head names it; empty for the whole line.
	Column, Code string
	Args         []string
}

// ReadCSV reads a map, or a part of one, from a file: comma or semicolon between
// columns, spaces between the items of dependsOn, yes or no (also ja, nee, true,
// false, 1, 0) in the last two. All that cannot be read is named; then what was read
// is not to be used.
func ReadCSV(text []byte) ([]Line, []LineFault) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, []LineFault{{Line: 1, Code: "csv_not_utf8"}}
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	head, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	columns, err := r.Read()
	if err != nil {
		return nil, []LineFault{unreadable(err)}
	}
	faults := checkHead(columns)
	if len(faults) > 0 {
		return nil, faults
	}
	var lines []Line
	seen := map[string]int{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return lines, append(faults, unreadable(err)) // what follows cannot be told apart
		}
		n, _ := r.FieldPos(0)
		if len(record) != len(columns) {
			faults = append(faults, LineFault{Line: n, Code: "csv_columns", Args: []string{"count", strconv.Itoa(len(record)), "wanted", strconv.Itoa(len(columns))}})
			continue
		}
		line, wrong := readLine(n, columns, record)
		faults = append(faults, wrong...)
		if before, twice := seen[line.ID]; twice {
			faults = append(faults, LineFault{Line: n, Column: "id", Code: "csv_twice", Args: []string{"item", line.ID, "line", strconv.Itoa(before)}})
		}
		seen[line.ID] = n
		lines = append(lines, line)
	}
	if len(lines) == 0 && len(faults) == 0 {
		faults = append(faults, LineFault{Line: 1, Code: "csv_empty"})
	}
	return lines, faults
}

func unreadable(err error) LineFault {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return LineFault{Line: 1, Code: "csv_empty"}
	case errors.As(err, &parse):
		return LineFault{Line: parse.Line, Code: "csv_quotes"}
	}
	return LineFault{Line: 1, Code: "csv_quotes"}
}

func checkHead(columns []string) []LineFault {
	var faults []LineFault
	for i, c := range columns {
		c = strings.TrimSpace(c)
		columns[i] = c
		switch {
		case !slices.Contains(Columns, c):
			faults = append(faults, LineFault{Line: 1, Column: c, Code: "csv_unknown_column", Args: []string{"column", c, "known", strings.Join(Columns, ", ")}})
		case slices.Contains(columns[:i], c):
			faults = append(faults, LineFault{Line: 1, Column: c, Code: "csv_column_twice", Args: []string{"column", c}})
		}
	}
	for _, c := range Columns[:3] {
		if !slices.Contains(columns, c) {
			faults = append(faults, LineFault{Line: 1, Column: c, Code: "csv_no_column", Args: []string{"column", c}})
		}
	}
	return faults
}

func readLine(n int, columns, record []string) (Line, []LineFault) {
	line := Line{Number: n}
	var faults []LineFault
	yes := func(column, text string) bool {
		switch strings.ToLower(text) {
		case "yes", "ja", "true", "1", "y", "j":
			return true
		case "", "no", "nee", "false", "0", "n":
		default:
			faults = append(faults, LineFault{Line: n, Column: column, Code: "csv_yes_or_no", Args: []string{"value", text}})
		}
		return false
	}
	for i, c := range columns {
		text := strings.TrimSpace(record[i])
		switch c {
		case "id":
			line.ID = text
		case "kind":
			line.Kind = text
		case "nl":
			line.NL = text
		case "en":
			line.EN = text
		case "parent":
			line.Parent = text
		case "dependsOn":
			line.DependsOn = strings.Fields(text)
		case "provider":
			line.Provider = text
		case "team":
			line.Team = text
		case "confidential":
			line.Confidential = yes(c, text)
		case "endToEnd":
			line.EndToEnd = yes(c, text)
		}
	}
	return line, faults
}

// WriteCSV writes items as a file that ReadCSV reads, with a mark at its beginning by
// which spreadsheets know its characters. A text that a spreadsheet would take for a
// formula gets a space before it.
func WriteCSV(w io.Writer, items []Item) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	word := map[bool]string{true: "yes", false: "no"}
	rows := [][]string{Columns}
	for _, i := range items {
		row := []string{i.ID, i.Kind, i.NL, i.EN, i.Parent, strings.Join(i.DependsOn, " "), i.Provider, i.Team, word[i.Confidential], word[i.EndToEnd]}
		for n, text := range row {
			if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				row[n] = " " + text
			}
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}
