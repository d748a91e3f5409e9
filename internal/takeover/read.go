package takeover

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Options of [Read].
type Options struct {
	// Until cuts the log: rows later than it are counted and not read. Zero: no cut.
	Until time.Time
	// Key makes the pseudonyms, when the mapping asks for them.
	Key []byte
	// Progress is told now and then how many rows were read.
	Progress func(rows int)
}

// progressEvery is how many rows there are between two tellings.
const progressEvery = 1000

// Read reads a log as CSV, plain or packed with gzip. A row that cannot be
// believed is rejected alone; the error says what is wrong with the file as a whole,
// and what to do.
func Read(r io.Reader, m Mapping, o Options) (*Log, error) {
	if m.zone == nil {
		return nil, errNoZone
	}
	if m.People == Pseudonym && len(o.Key) == 0 {
		return nil, errors.New("people: pseudonyms need a secret key; give one, and the same one next time")
	}
	text, err := unpack(r)
	if err != nil {
		return nil, err
	}
	in := newIntake(m, o)
	if err := in.readAll(text); err != nil {
		return nil, err
	}
	return in.log(), nil
}

var (
	errEmpty  = errors.New("the file is empty; export the incidents again, as CSV")
	errPacked = errors.New("the gzip file ends too early or is damaged; copy it again, or unpack it first")
	errNotCSV = errors.New("the file is no CSV text; export the incidents as CSV in UTF-8, separated by commas")
)

// unpack recognises gzip by its content, and takes a byte-order mark off.
func unpack(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	start, err := in.Peek(4)
	if bytes.HasPrefix(start, []byte{0x1f, 0x8b}) {
		packed, err := gzip.NewReader(in)
		if err != nil {
			return nil, damage(err)
		}
		in = bufio.NewReaderSize(packed, 1<<16)
		start, err = in.Peek(4)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, damage(err)
		}
	} else if err != nil && !errors.Is(err, io.EOF) {
		return nil, damage(err)
	}
	for _, other := range []string{"PK\x03\x04", "\xff\xfe", "\xfe\xff", "%PDF"} {
		if bytes.HasPrefix(start, []byte(other)) {
			return nil, errNotCSV
		}
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, err = in.Discard(3)
		return in, err
	}
	return in, nil
}

// damage says what a failure to read the file means.
func damage(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || strings.HasPrefix(err.Error(), "flate:") {
		return fmt.Errorf("%w (%w)", errPacked, err)
	}
	return fmt.Errorf("read the log: %w", err)
}

func (in *intake) readAll(text io.Reader) error {
	lines := csv.NewReader(text)
	lines.FieldsPerRecord = -1
	header, err := lines.Read()
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return errNotCSV
	}
	if errors.Is(err, io.EOF) {
		return errEmpty
	}
	if err != nil {
		return damage(err)
	}
	if in.columns, err = findColumns(header); err != nil {
		return err
	}
	for {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			if parse.Line > parse.StartLine {
				return openQuote(parse.StartLine)
			}
			in.count()
			in.reject(parse.StartLine, "", BadQuotes, parse.Err.Error())
			continue
		}
		if err != nil {
			return damage(err)
		}
		line, _ := lines.FieldPos(0)
		if in.swallowed(fields, len(header)) {
			return openQuote(line)
		}
		if len(fields) != len(header) {
			in.count()
			in.reject(line, in.columns.number(fields), BadColumns, fmt.Sprintf("%d columns; the header has %d", len(fields), len(header)))
			continue
		}
		in.count()
		in.row(line, fields)
	}
	if in.report.Read == 0 {
		return errors.New("the file has a header and no rows; export the incidents again")
	}
	return nil
}

// swallowed says whether a quotation mark that was not closed swallowed a line end:
// the columns do not fit, or one that never has several lines has.
func (in *intake) swallowed(fields []string, columns int) bool {
	broken := func(f string) bool { return strings.Contains(f, "\n") }
	if len(fields) != columns {
		return slices.ContainsFunc(fields, broken)
	}
	return slices.ContainsFunc(in.columns[:needed], func(place int) bool { return broken(fields[place]) })
}

func openQuote(line int) error {
	return fmt.Errorf("line %d: a quotation mark is opened and not closed in its row, so that the rows after it cannot be told apart; correct that line", line)
}

func (in *intake) count() {
	in.report.Read++
	if in.options.Progress != nil && in.report.Read%progressEvery == 0 {
		in.options.Progress(in.report.Read)
	}
}
