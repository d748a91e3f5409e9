package template

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Placeholders are the places that a text may have, written {{ref}}: the
// reference and the title of the incident, its service, since when it is there,
// and when there will be news again.
var Placeholders = []string{"ref", "title", "service", "since", "next"}

// Bounds of what a template holds, in bytes.
const (
	longestName    = 160
	longestSubject = 160
	longestText    = 4000
	// longestRequirements is that of requirements' text.
	longestRequirements = 20_000
)

// Check refuses a template that lacks something. It is pure; the application
// service calls it before a case begins.
func (r Request) Check() error {
	var v casework.Invalid
	v.Check(slices.Contains(Kinds, r.Kind), "kind", "choose_option", "options", strings.Join(Kinds, ", "))
	v.Check(strings.TrimSpace(r.Name) != "", "name", "required")
	v.Check(len(r.Name) <= longestName, "name", "too_long", "max", fmt.Sprint(longestName))
	checkTexts(&v, r.Kind, r.Texts)
	return v.Err()
}

func checkTexts(v *casework.Invalid, kind string, texts map[string]Text) {
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		v.Check(slices.Contains(Languages, lang), "texts."+lang, "choose_option", "options", strings.Join(Languages, ", "))
	}
	for _, lang := range Languages {
		t, at := texts[lang], "texts."+lang+"."
		if kind == Verification {
			checkLength(v, at+"subject", t.Subject, longestSubject)
			checkLength(v, at+"text", t.Text, longestRequirements)
			continue
		}
		checkText(v, at+"subject", t.Subject, longestSubject)
		checkText(v, at+"text", t.Text, longestText)
	}
}

func checkLength(v *casework.Invalid, field, text string, longest int) {
	v.Check(strings.TrimSpace(text) != "", field, "required")
	v.Check(len(text) <= longest, field, "too_long", "max", fmt.Sprint(longest))
}

func checkText(v *casework.Invalid, field, text string, longest int) {
	checkLength(v, field, text, longest)
	names, whole := placeholders(text)
	v.Check(whole, field, "broken_placeholder", "example", written(Placeholders[0]))
	for _, name := range names {
		v.Check(slices.Contains(Placeholders, name), field, "unknown_placeholder", "placeholder", written(name), "known", known)
	}
}

// known are the placeholders as one writes them.
var known = func() string {
	var all []string
	for _, name := range Placeholders {
		all = append(all, written(name))
	}
	return strings.Join(all, ", ")
}()

func written(name string) string { return "{{" + name + "}}" }

// placeholders lists the names of a text's places, each once, in order; whole is
// false when a place is opened and not closed.
func placeholders(text string) (names []string, whole bool) {
	for {
		_, rest, opened := strings.Cut(text, "{{")
		if !opened {
			return names, true
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return names, false
		}
		if name = strings.TrimSpace(name); !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = after
	}
}

// Unfilled reports whether a place of a template still stands in a text.
func Unfilled(text string) bool {
	names, _ := placeholders(text)
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(Placeholders, name) })
}

// Fill puts values into a text's places. A place without a value stays as it is
// written, for the sender to fill. What a value says is never a place itself.
func (t Text) Fill(values map[string]string) Text {
	return Text{Subject: fill(t.Subject, values), Text: fill(t.Text, values)}
}

func fill(text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "{{")
		b.WriteString(before)
		if !opened {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}}") // a text with an open place is no template's
		if value := values[strings.TrimSpace(name)]; value != "" {
			b.WriteString(value)
		} else {
			b.WriteString(written(strings.TrimSpace(name)))
		}
		text = after
	}
}

// contentOf is the hash that a decision on the texts is bound to.
func contentOf(s State, texts map[string]Text) string {
	return record.ContentHash(Request{Kind: s.Kind, Name: s.Name, Texts: texts})
}
