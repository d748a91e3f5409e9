package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

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
Optional: pauses [{from,to}], agreed [{at,date}], stop, cancelled. Times carry a zone.
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
	return evalClocks(os.Stdin, os.Stdout, book)
}

const streamBuffer = 1 << 20

// evalClocks answers every line of in with a line on out, in order. It returns
// errBadLines when some were impossible, after having answered them all.
func evalClocks(in io.Reader, out io.Writer, book *calendar.Book) error {
	reader := bufio.NewReaderSize(in, streamBuffer)
	writer := bufio.NewWriterSize(out, streamBuffer)
	bad := false
	var long []byte // holds a line that is longer than the reader's buffer
	for {
		piece, err := reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, piece...)
			continue
		}
		line := piece
		if len(long) > 0 {
			long = append(long, piece...)
			line = long
		}
		// Empty lines separate nothing and ask nothing.
		if line = bytes.TrimSpace(line); len(line) > 0 {
			answer, evalErr := evalLine(line, book)
			if evalErr != nil {
				bad = true
				answer, _ = json.Marshal(map[string]string{"error": evalErr.Error()})
			}
			if _, err := writer.Write(append(answer, '\n')); err != nil {
				return fmt.Errorf("write results: %w", err)
			}
		}
		long = nil
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read clocks: %w", err), writer.Flush())
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

// evalLine evaluates one clock with the calendar that holds at its start.
func evalLine(text []byte, book *calendar.Book) ([]byte, error) {
	line, err := sla.ParseLine(text)
	if err != nil {
		return nil, err
	}
	cal, err := book.CurrentAt(line.Target.CalendarName(), line.Start)
	if err != nil {
		return nil, err
	}
	result, err := sla.Evaluate(line.Facts, cal, line.At)
	if err != nil {
		return nil, err
	}
	return json.Marshal(result)
}
