package config

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the zone must not depend on the machine's own files

	"gopkg.in/yaml.v3"

	"termijn/internal/calendar"
)

// CalendarsFile is the name of the calendars' file in a configuration directory.
const CalendarsFile = "calendars.yaml"

//go:embed calendars.yaml
var embeddedCalendars []byte

// EmbeddedCalendars returns the calendars that are part of the program, those of
// the settings "Working day", "LOH" and "EOH".
var EmbeddedCalendars = sync.OnceValue(func() *calendar.Book {
	book, err := ParseCalendars(CalendarsFile, embeddedCalendars)
	if err != nil {
		panic(err) // a test loads it, so a program that starts here is broken
	}
	return book
})

// Calendars reads calendars.yaml in a configuration directory.
func Calendars(dir fs.FS) (*calendar.Book, error) {
	text, err := fs.ReadFile(dir, CalendarsFile)
	if err != nil {
		return nil, fmt.Errorf("read calendars: %w", err)
	}
	return ParseCalendars(CalendarsFile, text)
}

// ParseCalendars reads calendars from YAML text. Errors begin with file and the
// key at fault, and say what to write instead.
func ParseCalendars(file string, text []byte) (*calendar.Book, error) {
	var doc calendarsDoc
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	book, err := doc.book()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return book, nil
}

// calendarsDoc mirrors the file.
type calendarsDoc struct {
	Zone struct {
		Name       string
		provenance `yaml:",inline"`
	}
	Days      map[string]daysDoc
	Calendars map[string][]calendarDoc
}

// provenance says where a value comes from and how firm it is.
type provenance struct{ Basis, Flag string }

type calendarDoc struct {
	Version    int
	ValidFrom  string `yaml:"valid-from"`
	Days       string
	Hours      []string
	provenance `yaml:",inline"`
}

type daysDoc struct {
	Weekdays   []string
	Holidays   []holidayDoc
	Exceptions []exceptionDoc
	provenance `yaml:",inline"`
}

type holidayDoc struct {
	Name   string
	Day    string
	Until  string
	Easter *int
	Bridge bool
	Years  *[]int
}

type exceptionDoc struct {
	Date    string
	Name    string
	Working bool
}

func (p provenance) check(key string) error {
	if p.Basis == "" {
		return fmt.Errorf("%s.basis: missing; say where the value comes from", key)
	}
	if p.Flag != "assumed" && p.Flag != "contractual" {
		return fmt.Errorf("%s.flag: %q; write assumed or contractual", key, p.Flag)
	}
	return nil
}

func (doc calendarsDoc) book() (*calendar.Book, error) {
	if err := doc.Zone.check("zone"); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(doc.Zone.Name)
	if err != nil || doc.Zone.Name == "" {
		return nil, fmt.Errorf("zone.name: %q is no time zone; write one such as Europe/Brussels", doc.Zone.Name)
	}
	if len(doc.Calendars) == 0 {
		return nil, fmt.Errorf("calendars: none; write at least one calendar with a version")
	}
	var calendars []*calendar.Calendar
	for _, name := range slices.Sorted(maps.Keys(doc.Calendars)) {
		for i, version := range doc.Calendars[name] {
			key := fmt.Sprintf("calendars.%s[%d]", name, i)
			spec, err := version.spec(key, doc.Days)
			if err != nil {
				return nil, err
			}
			spec.Name, spec.Zone = name, zone
			c, err := calendar.New(spec)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			calendars = append(calendars, c)
		}
	}
	book, err := calendar.NewBook(calendars...)
	if err != nil {
		return nil, fmt.Errorf("calendars: %w", err)
	}
	return book, nil
}
