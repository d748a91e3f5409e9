package icalendar

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxOctets of a line, its line end not counted (RFC 5545, 3.1).
const maxOctets = 75

type writer struct{ out bytes.Buffer }

// text writes a property of type TEXT; nothing when there is no text.
func (w *writer) text(name, language, value string) {
	if value = strings.TrimSpace(plain(value)); value != "" {
		w.line(inLanguage(name, language), escaped(value))
	}
}

// list writes a property with several texts, without the empty ones.
func (w *writer) list(name, language string, values []string) {
	var all []string
	for _, v := range values {
		if v = strings.TrimSpace(plain(v)); v != "" {
			all = append(all, escaped(v))
		}
	}
	if len(all) > 0 {
		w.line(inLanguage(name, language), strings.Join(all, ","))
	}
}

func inLanguage(name, language string) string {
	if language == "" {
		return name
	}
	return name + ";LANGUAGE=" + language
}

// line writes one content line, folded: a line that is too long goes on in the
// next one after a space. It never breaks inside a character.
func (w *writer) line(name, value string) {
	used := 0
	for _, r := range name + ":" + value {
		n := utf8.RuneLen(r)
		if used+n > maxOctets {
			w.out.WriteString("\r\n ")
			used = 1
		}
		w.out.WriteRune(r)
		used += n
	}
	w.out.WriteString("\r\n")
}

// plain is a text in valid UTF-8 whose line ends are all \n and that has no other
// control characters: TEXT may not hold them (3.1).
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// escaped writes what would end a value as TEXT wants it (3.3.11).
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}
