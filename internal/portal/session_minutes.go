package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/workflows/session"
)

// minuteLine is a line of the minutes.
type minuteLine struct {
	ID, At, Stamp, Who, About, Text string
	// Typed: somebody wrote it; the others wrote themselves.
	Typed bool
}

// minutes are the lines of the minutes about an item, or with no item all of those in
// general, the oldest first.
func (r sessionReader) minutes(ref string) []minuteLine {
	var all []minuteLine
	for _, m := range inOrder(r.own.Minutes, func(m session.Minuted) time.Time { return m.At }) {
		if m.Change != ref {
			continue
		}
		x := minuteLine{ID: m.ID, At: r.say.Time(m.At), Stamp: m.At.UTC().Format(time.RFC3339), Who: r.who(m.By), Text: m.Text, Typed: m.Code == ""}
		if m.Code != "" {
			x.Text = r.minuted(m)
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b minuteLine) int { return byNumber(a.ID, b.ID) })
	return all
}

// minuted is a line that wrote itself, in words.
func (r sessionReader) minuted(m session.Minuted) string {
	pairs := []any{"Who", r.who(m.By)}
	for name, value := range m.Args {
		pairs = append(pairs, capital(name), r.told(name, value))
	}
	id := "session.minuted." + m.Code
	if m.Code == "decided" {
		ruling, _ := r.word("ruling", m.Args["ruling"])
		text := r.say.T(id, "Who", r.who(m.By), "Ruling", ruling)
		for _, name := range []string{"conditions", "reason"} {
			if m.Args[name] != "" {
				text += " " + r.say.T("session.minuted."+name, "Text", m.Args[name])
			}
		}
		return text
	}
	return strings.ReplaceAll(r.say.T(id, pairs...), "<no value>", "–")
}
