package planfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
)

// ReadCSV reads a plan written as a table, as a spreadsheet saves it: separated by
// semicolons, commas or tabs, in UTF-8 (with or without a byte-order mark), UTF-16 or
// Windows-1252. The first row has headings, in Dutch or English. A column "soort" or
// "kind" says what a row is; without it all rows are milestones.
func ReadCSV(text []byte, rules Rules) (Reading, error) {
	r := newReading(rules)
	if !r.sized(text) {
		return Reading{}, r.err()
	}
	content := decoded(text)
	skipped := 0
	if first, rest, ok := strings.Cut(content, "\n"); ok && strings.HasPrefix(first, "sep=") {
		content, skipped = rest, 1 // a line that spreadsheets write for themselves
	}
	in := csv.NewReader(strings.NewReader(content))
	in.Comma, in.FieldsPerRecord = separator(content), -1
	var all []row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			// What follows a quotation mark at a loss cannot be told apart.
			r.problems = append(r.problems, Problem{Line: wrong.StartLine + skipped, Code: "not_csv"})
			return Reading{}, r.err()
		}
		w := row{lines: make([]int, len(cells))}
		for i, c := range cells {
			line, _ := in.FieldPos(i)
			w.lines[i] = line + skipped
			w.cells = append(w.cells, unharmed(c))
		}
		all = append(all, w)
	}
	r.rows(all)
	return r.finish()
}

// decoded is the text in UTF-8 without a byte-order mark.
func decoded(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		text = text[3:]
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		if plain, err := utf16.UTF16(utf16.LittleEndian, utf16.UseBOM).NewDecoder().Bytes(text); err == nil {
			text = plain
		}
	}
	if !utf8.Valid(text) {
		// Excel without "UTF-8" in the name of the format.
		if plain, err := charmap.Windows1252.NewDecoder().Bytes(text); err == nil {
			text = plain
		}
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(text))
}

// separator is the one that the row of headings uses most.
func separator(content string) rune {
	head, _, _ := strings.Cut(strings.TrimLeft(content, "\n \ufeff"), "\n")
	best, most := ';', 0
	for _, s := range ";,\t" {
		if n := strings.Count(head, string(s)); n > most {
			best, most = s, n
		}
	}
	return best
}

// WriteCSV writes a plan as [ReadCSV] reads it and spreadsheets open it: with a
// byte-order mark; in Dutch with semicolons and decimal commas.
func WriteCSV(p Plan, l Language) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if l == Dutch {
		out.Comma = ';'
	}
	for _, cells := range table(p, l) {
		for i, c := range cells {
			cells[i] = harmless(c)
		}
		if err := out.Write(cells); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// formulas begin with one of these in some spreadsheet.
const formulas = "=+-@|%＝＋－＠'"

func likeFormula(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, unicode.IsSpace))
	return strings.ContainsRune(formulas, first) && text != ""
}

// harmless keeps a spreadsheet from taking a text for a formula: a quote goes before
// it. unharmed takes it away again.
func harmless(text string) string {
	if likeFormula(text) {
		return "'" + text
	}
	return text
}

func unharmed(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && likeFormula(rest) {
		return rest
	}
	return text
}
