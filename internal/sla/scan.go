package sla

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// scanner reads JSON of a known shape. Against encoding/json it is several times
// faster, and strict: a field that is unknown, spelled in another case or there
// twice is an error, since a promise must not be computed from half of what was
// meant. Every value may be null, which means that it is not there.
type scanner struct {
	text []byte
	pos  int
}

// maxFields is more than any object of a line has.
const maxFields = 12

func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// next passes over the byte b if it comes next.
func (s *scanner) next(b byte) bool {
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == b {
		s.pos++
		return true
	}
	return false
}

func (s *scanner) word(w string) bool {
	s.space()
	if !bytes.HasPrefix(s.text[s.pos:], []byte(w)) {
		return false
	}
	s.pos += len(w)
	return true
}

func (s *scanner) null() bool { return s.word("null") }

// want says what should have come at this place.
func (s *scanner) want(what string) error {
	s.space()
	if s.pos == len(s.text) {
		return fmt.Errorf("the line ends where %s should come", what)
	}
	return fmt.Errorf("want %s at byte %d", what, s.pos+1)
}

// object reads an object; value reads the value of each key.
func (s *scanner) object(value func(key []byte) error) error {
	if s.null() {
		return nil
	}
	if !s.next('{') {
		return s.want("an object")
	}
	var seen [maxFields][]byte
	for n := 0; ; n++ {
		if n == 0 && s.next('}') {
			return nil
		}
		key, err := s.utf8()
		if err != nil {
			return err
		}
		if key == nil || !s.next(':') {
			return s.want("a field")
		}
		for _, k := range seen[:min(n, maxFields)] {
			if bytes.Equal(k, key) {
				return fmt.Errorf("field %q is there twice", key)
			}
		}
		if n < maxFields {
			seen[n] = key
		}
		if err := value(key); err != nil {
			if err == errUnknown { // of this object, not of one within
				return fmt.Errorf("unknown field %q", key)
			}
			return fmt.Errorf("%s: %w", key, err)
		}
		if s.next('}') {
			return nil
		}
		if !s.next(',') {
			return s.want("a comma or the end of the object")
		}
	}
}

var errUnknown = errors.New("unknown field")

// array reads an array; element reads each element.
func (s *scanner) array(element func() error) error {
	if s.null() {
		return nil
	}
	if !s.next('[') {
		return s.want("a list")
	}
	if s.next(']') {
		return nil
	}
	for n := 1; ; n++ {
		if err := element(); err != nil {
			return fmt.Errorf("%d: %w", n, err)
		}
		if s.next(']') {
			return nil
		}
		if !s.next(',') {
			return s.want("a comma or the end of the list")
		}
	}
}

// utf8 reads a string as UTF-8; nil for null. The plain case is a piece of the
// line, so it must not be kept.
func (s *scanner) utf8() ([]byte, error) {
	if s.null() {
		return nil, nil
	}
	if !s.next('"') {
		return nil, s.want("a string")
	}
	start, plain := s.pos, true
	for ; s.pos < len(s.text); s.pos++ {
		switch b := s.text[s.pos]; {
		case b == '"':
			s.pos++
			if plain {
				return s.text[start : s.pos-1 : s.pos-1], nil
			}
			var decoded string
			if err := json.Unmarshal(s.text[start-1:s.pos], &decoded); err != nil {
				return nil, fmt.Errorf("bad string at byte %d", start)
			}
			return []byte(decoded), nil
		case b == '\\':
			plain = false
			s.pos++
		case b >= 0x80:
			plain = false
		case b < ' ':
			return nil, s.want("a string without control characters")
		}
	}
	return nil, errors.New("the line ends within a string")
}

func (s *scanner) string(to *string) error {
	text, err := s.utf8()
	*to = string(text)
	return err
}

func (s *scanner) bool(to *bool) error {
	switch {
	case s.word("true"):
		*to = true
	case s.word("false"), s.null():
	default:
		return s.want("true or false")
	}
	return nil
}

func (s *scanner) int(to *int) error {
	if s.null() {
		return nil
	}
	s.space()
	start := s.pos
	for s.pos < len(s.text) && bytes.IndexByte([]byte("+-.0123456789eE"), s.text[s.pos]) >= 0 {
		s.pos++
	}
	number := s.text[start:s.pos]
	n, err := strconv.Atoi(string(number))
	digits := bytes.TrimPrefix(number, []byte("-"))
	if err != nil || number[0] == '+' || len(digits) > 1 && digits[0] == '0' {
		return errors.New("want a whole number")
	}
	*to = n
	return nil
}

func (s *scanner) time(to *time.Time) error {
	text, err := s.utf8()
	if err != nil || text == nil {
		return err
	}
	if to.UnmarshalText(text) != nil {
		return fmt.Errorf("time %q: write it with seconds and zone, as 2026-03-02T10:00:00+01:00", text)
	}
	return nil
}

func (s *scanner) optionalTime(to **time.Time) error {
	if s.null() {
		return nil
	}
	var t time.Time
	*to = &t
	return s.time(&t)
}

// textOf reads a value that knows how to read itself from text.
func (s *scanner) textOf(to interface{ UnmarshalText([]byte) error }) error {
	text, err := s.utf8()
	if err != nil || text == nil {
		return err
	}
	return to.UnmarshalText(text)
}
