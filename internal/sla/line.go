package sla

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Line is one line of the stream that `termijn clock eval` reads: the facts of a
// clock and the instant to evaluate them at.
type Line struct {
	Facts
	At time.Time `json:"at"`
}

// ParseLine reads a line and checks that it is possible. Unknown fields, times
// without a zone and anything after the object are errors.
func ParseLine(text []byte) (Line, error) {
	var line Line
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&line); err != nil {
		return Line{}, explain(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Line{}, errors.New("more than one JSON value on the line")
	}
	if err := checkTime("at", line.At); err != nil {
		return Line{}, err
	}
	return line, line.Facts.Validate()
}

// explain turns a decoding error into one that says what to write.
func explain(err error) error {
	if bad, ok := errors.AsType[*time.ParseError](err); ok {
		return fmt.Errorf("time %s: write it with seconds and zone, as 2026-03-02T10:00:00+01:00", bad.Value)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("not a complete JSON object")
	}
	return err
}
