package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/sla"
)

// errBadLines says that some lines were impossible; each was answered in place.
var errBadLines = errors.New("some lines could not be evaluated")

// ClockCmd groups the commands about SLA clocks.
type ClockCmd struct {
	Eval ClockEvalCmd `cmd:"" help:"Read clocks as NDJSON on standard input, write one result a line."`
}

// ClockEvalCmd evaluates clocks from standard input to standard output.
type ClockEvalCmd struct {
	Config string `type:"existingdir" placeholder:"DIR" help:"Directory with calendars.yaml; default: the calendars in the program."`
}

// Help is shown below the usage.
func (ClockEvalCmd) Help() string {
	return `Example:

  echo '{"target":{"workingDays":15},"start":"2026-03-02T10:00:00+01:00","at":"2026-03-27T16:00:00+01:00"}' | termijn clock eval

A target is one of workingDays, workingTime (with calendar), elapsed, calendarDays, calendarMonths, date.
Optional: pauses [{from,to,annulled,reason,question}], agreed [{at,date,annulled}], stop, cancelled. Times carry a zone.
An impossible line gives {"error":"…"} in its place, and exit status 1 at the end.`
}

// Run evaluates the stream.
func (cmd ClockEvalCmd) Run() error {
	book := config.EmbeddedCalendars()
	if cmd.Config != "" {
		var err error
		if book, err = config.Calendars(os.DirFS(cmd.Config)); err != nil {
			return err
		}
	}
	// Lines leave nothing behind, so a larger garbage heap is all gain.
	debug.SetGCPercent(800)
	return evalClocks(os.Stdin, os.Stdout, book)
}

const streamBuffer = 1 << 20

var byteOrderMark = []byte("\ufeff")

// evalClocks answers every line of in with a line on out, in order. It returns
// errBadLines when some were impossible, after having answered them all.
func evalClocks(in io.Reader, out io.Writer, book *calendar.Book) error {
	reader := bufio.NewReaderSize(in, streamBuffer)
	writer := bufio.NewWriterSize(out, streamBuffer)
	bad := false
	var answer []byte
	for {
		line, readErr := readLine(reader)
		// Some programs begin a file with a byte order mark, which is no part of the
		// first clock. Empty lines separate nothing and ask nothing.
		line = bytes.TrimPrefix(line, byteOrderMark)
		if line = bytes.TrimSpace(line); len(line) > 0 {
			var err error
			if answer, err = evalLine(answer[:0], line, book); err != nil {
				bad = true
				answer = appendError(answer[:0], err)
			}
			if _, err := writer.Write(append(answer, '\n')); err != nil {
				return fmt.Errorf("write results: %w", err)
			}
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		// Who feeds line by line gets line by line, also while the next line is still
		// being written; a file goes by the buffer.
		if readErr == nil && !lineWaits(reader) {
			readErr = writer.Flush()
		}
		if readErr != nil {
			return errors.Join(fmt.Errorf("stream clocks: %w", readErr), writer.Flush())
		}
	}
	if err := writer.Flush(); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	if bad {
		return errBadLines
	}
	return nil
}

// readLine returns the next line, of any length. It is valid until the next call.
func readLine(reader *bufio.Reader) ([]byte, error) {
	line, err := reader.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	long := bytes.Clone(line)
	rest, err := reader.ReadBytes('\n')
	return append(long, rest...), err
}

// lineWaits says that a whole line can be read without waiting for the sender.
func lineWaits(reader *bufio.Reader) bool {
	waiting, _ := reader.Peek(reader.Buffered()) // what is buffered can be peeked at
	return bytes.IndexByte(waiting, '\n') >= 0
}

// appendError appends the answer to an impossible line.
func appendError(to []byte, problem error) []byte {
	text, _ := json.Marshal(problem.Error()) // a string cannot fail
	to = append(to, `{"error":`...)
	return append(append(to, text...), '}')
}

// evalLine evaluates one clock with the calendar that holds at its start, and
// appends the result.
func evalLine(to, text []byte, book *calendar.Book) ([]byte, error) {
	line, err := sla.ParseLine(text)
	if err != nil {
		return nil, err
	}
	cal, err := calendarOf(line, book)
	if err != nil {
		return nil, err
	}
	result, err := sla.Evaluate(line.Facts, cal, line.At)
	if err != nil {
		return nil, err
	}
	// The form of the answer is fixed, and this is no part of it: who asks chose
	// the calendars with --config.
	result.CalendarVersion = 0
	return result.AppendJSON(to), nil
}

// calendarOf returns the calendar that holds at a clock's start. A target that
// counts no working days or hours takes only the zone from it, so that how far
// back the versions go does not matter.
func calendarOf(line sla.Line, book *calendar.Book) (*calendar.Calendar, error) {
	if line.Target.CountsOnCalendar() {
		return book.CurrentAt(line.Target.CalendarName(), line.Start)
	}
	return book.Earliest(line.Target.CalendarName())
}
