package scenario

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"termijn/config"
	"termijn/internal/calendar"
)

// File is a scenario as it is written.
type File struct {
	Title string  `yaml:"title"`
	Start string  `yaml:"start"`
	Speed float64 `yaml:"speed"`
	// Ecosystem is who takes part beside the demonstration ecosystem. Whoever plays the
	// file enrols them first.
	config.Ecosystem `yaml:",inline"`
	Steps            []Step `yaml:"steps"`
}

// startingUp is how long the product may take to start.
const startingUp = 12 * time.Second

// Begins is the day on which the product's time must begin at a speed, so that
// everything has started before the scenario's first day: at a day a second it is days
// earlier. A file without a start begins whenever it is played.
func (f *File) Begins(speed float64) (calendar.Date, error) {
	first, err := calendar.ParseDate(f.Start)
	if err != nil {
		return first, fmt.Errorf("start: %w", err)
	}
	return first.AddDays(-int(startingUp.Hours() / 24 * speed)), nil
}

// Step is one thing that somebody does or expects.
type Step struct {
	At   string `yaml:"at"`
	As   string `yaml:"as"`
	Note string `yaml:"note"`
	// Do is a method and a path below /api/v1.
	Do   string            `yaml:"do"`
	Body map[string]any    `yaml:"body"`
	Save map[string]string `yaml:"save"`
	// Decide is the kind of the persona's open task in the case saved as In ("case"
	// by default); About narrows it to a subject.
	Decide string `yaml:"decide"`
	In     string `yaml:"in"`
	About  string `yaml:"about"`
	Option string `yaml:"option"`
	Reason string `yaml:"reason"`
	// Expect is a path to read until That holds: dotted fields with their values.
	Expect string            `yaml:"expect"`
	That   map[string]string `yaml:"that"`
	// Status is the expected status; 0 means any success.
	Status int `yaml:"status"`

	line int
}

// UnmarshalYAML keeps the line of a step, for messages.
func (s *Step) UnmarshalYAML(n *yaml.Node) error {
	type plain Step
	// The decoder of a node cannot be strict, so unknown keys are looked for here.
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i].Value; !strings.Contains(keys, " "+key+" ") {
			return fmt.Errorf("line %d: a step has no %q; it may have:%s", n.Content[i].Line, key, keys)
		}
	}
	if err := n.Decode((*plain)(s)); err != nil {
		return err
	}
	s.line = n.Line
	return nil
}

const keys = " at as note do body save decide in about option reason expect that status "

// Parse reads a scenario. Errors name the line and what to write.
func Parse(name string, text []byte) (*File, error) {
	var f File
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.Start != "" {
		if _, err := calendar.ParseDate(f.Start); err != nil {
			return nil, fmt.Errorf("%s: start: %w", name, err)
		}
	}
	if len(f.Steps) == 0 {
		return nil, fmt.Errorf("%s: there are no steps", name)
	}
	for _, s := range f.Steps {
		where := fmt.Sprintf("%s:%d", name, s.line)
		kinds := 0
		for _, set := range []bool{s.Do != "", s.Decide != "", s.Expect != ""} {
			if set {
				kinds++
			}
		}
		if kinds != 1 {
			return nil, fmt.Errorf("%s: a step has exactly one of do, decide, expect", where)
		}
		if s.In != "" && s.Decide == "" {
			return nil, fmt.Errorf("%s: in belongs to decide: it names the saved case of the task", where)
		}
		if s.As == "" {
			return nil, fmt.Errorf("%s: say who does it: as: PERSONA", where)
		}
		if s.At != "" && !moment.MatchString(s.At) {
			return nil, fmt.Errorf("%s: at is %q; write for example \"day 3 10:00\" or \"wd 3 10:00\"", where, s.At)
		}
		if s.Expect != "" && len(s.That) == 0 {
			return nil, fmt.Errorf("%s: say what is expected: that: {field: value}", where)
		}
		if s.Do != "" && len(strings.Fields(s.Do)) != 2 {
			return nil, fmt.Errorf("%s: do is %q; write a method and a path", where, s.Do)
		}
	}
	return &f, nil
}

var (
	moment = regexp.MustCompile(`^(day|wd) (\d+)(?: (\d{2}):(\d{2}))?$`)
	hole   = regexp.MustCompile(`\{\{[^{}]+\}\}|\{[^{}]+\}`)
)

// timetable turns days of the scenario into instants.
type timetable struct {
	first calendar.Date
	days  *calendar.Calendar
}

func (t timetable) date(kind string, n int) calendar.Date {
	if kind == "wd" {
		return t.days.AddWorkingDays(t.first, n)
	}
	return t.first.AddDays(n - 1)
}

// instant is the moment that a step's "at" names, in Europe/Brussels.
func (t timetable) instant(at string) time.Time {
	m := moment.FindStringSubmatch(at)
	n, _ := strconv.Atoi(m[2])
	hour, _ := strconv.Atoi("0" + m[3])
	minute, _ := strconv.Atoi("0" + m[4])
	d := t.date(m[1], n)
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, t.days.Location())
}

// fill replaces {day 20}, {wd 5}, {month 1} and {saved} in a text. What stands in
// double braces is a template's own place, and stays.
func (t timetable) fill(text string, saved map[string]string) (string, error) {
	var missing string
	out := hole.ReplaceAllStringFunc(text, func(h string) string {
		if strings.HasPrefix(h, "{{") {
			return h
		}
		name := h[1 : len(h)-1]
		if m := moment.FindStringSubmatch(name); m != nil {
			n, _ := strconv.Atoi(m[2])
			return t.date(m[1], n).String()
		}
		if v, ok := saved[name]; ok {
			return v
		}
		if n, ok := strings.CutPrefix(name, "month of "); ok && moment.MatchString(n) {
			m := moment.FindStringSubmatch(n)
			days, _ := strconv.Atoi(m[2])
			return t.date(m[1], days).String()[:7]
		}
		missing = name
		return h
	})
	if missing != "" {
		return "", fmt.Errorf("nothing was saved as %q", missing)
	}
	return out, nil
}

// fillAll replaces holes in every text of a value, keys included.
func (t timetable) fillAll(v any, saved map[string]string) (any, error) {
	switch v := v.(type) {
	case string:
		return t.fill(v, saved)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			var err error
			if out[i], err = t.fillAll(v[i], saved); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := map[string]any{}
		for k, val := range v {
			key, err := t.fill(k, saved)
			if err != nil {
				return nil, err
			}
			if out[key], err = t.fillAll(val, saved); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return v, nil
}
