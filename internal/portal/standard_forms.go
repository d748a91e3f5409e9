package portal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

func submitStandard(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, m standard.Submission) (casework.Receipt, error) {
	return s.SubmitStandard(ctx, p, ref, key, m)
}

// standardEditor is the editor's own part: its fields in groups.
type standardEditor struct {
	*Page
	What, How []Field
	Items     *itemChooser
}

// standardPaths leads what is wrong with an entry of a list to the list's field.
var standardPaths = func() map[string]string {
	paths := map[string]string{"text": "text.name"}
	for _, list := range []string{"steps", "environments", "evidence", "items"} {
		for i := range mostRows {
			paths[fmt.Sprintf("text.%s[%d]", list, i)] = "text." + list
		}
	}
	return paths
}()

// standardLists are the fields with an entry a line.
var standardLists = map[string]func(*standard.Text) *[]string{
	"text.steps":        func(x *standard.Text) *[]string { return &x.Steps },
	"text.environments": func(x *standard.Text) *[]string { return &x.Environments },
	"text.evidence":     func(x *standard.Text) *[]string { return &x.Evidence },
}

// standardTexts are the fields with a text.
var standardTexts = map[string]func(*standard.Text) *string{
	"text.name":            func(x *standard.Text) *string { return &x.Name },
	"text.why":             func(x *standard.Text) *string { return &x.Why },
	"text.impact":          func(x *standard.Text) *string { return &x.Impact },
	"text.testPlan":        func(x *standard.Text) *string { return &x.TestPlan },
	"text.backOut":         func(x *standard.Text) *string { return &x.BackOut },
	"text.communication":   func(x *standard.Text) *string { return &x.Communication },
	"text.decide":          func(x *standard.Text) *string { return &x.Decide },
	"text.risk.likelihood": func(x *standard.Text) *string { return &x.Risk.Likelihood },
	"text.risk.effect":     func(x *standard.Text) *string { return &x.Risk.Effect },
	"text.risk.text":       func(x *standard.Text) *string { return &x.Risk.Text },
}

// standardNumbers are the fields with a whole number.
var standardNumbers = map[string]func(*standard.Text) *int{
	"text.minutes":  func(x *standard.Text) *int { return &x.Minutes },
	"text.fromHour": func(x *standard.Text) *int { return &x.FromHour },
	"text.toHour":   func(x *standard.Text) *int { return &x.ToHour },
}

// fillStandard begins with the draft, else with the newest version.
func fillStandard(r standardReader, _ string) Form {
	x := standard.Text{Kind: r.own.Kind}
	if v, ok := r.newest(); ok {
		x = v.Text
	}
	if r.own.Draft != nil {
		x = r.own.Draft.Text
	}
	return formOf(x)
}

func formOf(x standard.Text) Form {
	f := newForm()
	for name, of := range standardTexts {
		f.Values.Set(name, *of(&x))
	}
	for name, of := range standardLists {
		f.Values.Set(name, strings.Join(*of(&x), "\n"))
	}
	for name, of := range standardNumbers {
		if n := *of(&x); n != 0 {
			f.Values.Set(name, strconv.Itoa(n))
		}
	}
	if x.WorkingDays {
		f.Values.Set("text.workingDays", "yes")
	}
	f.Values["text.items"] = slices.Clone(x.Items)
	return f
}

// readStandard makes a text of what was typed.
func readStandard(in *entries, kind string) standard.Text {
	x := standard.Text{Kind: kind}
	for name, of := range standardTexts {
		*of(&x) = in.Value(name)
	}
	for name, of := range standardLists {
		*of(&x) = typedLines(in.Value(name))
	}
	for _, name := range slices.Sorted(maps.Keys(standardNumbers)) {
		*standardNumbers[name](&x) = in.whole(name)
	}
	x.WorkingDays = in.Has("text.workingDays", "yes")
	x.Items = slices.Sorted(slices.Values(keep(in.Values["text.items"], func(id string) bool { return id != "" })))
	return x
}

// typedLines are the lines that say something.
func typedLines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func drawStandard(page *commandPage, r standardReader) {
	page.Own = editorOfStandard(&page.Page, page.Form, r.own.Kind, r.items)
}

// editorOfStandard makes the fields that a kind has.
func editorOfStandard(page *Page, s Sheet, kind string, items itemReader) standardEditor {
	e := standardEditor{Page: page, Items: items.chooser(page, s, "text.items", "standard.items")}
	e.What = []Field{s.Field("text.name", "standard.name"), s.Area("text.why", "standard.why", 3)}
	minutes := s.NumberField("text.minutes", "standard.minutes", "1")
	var levels, deciding []Choice
	for _, l := range change.RiskLevels {
		levels = append(levels, Choice{Value: l, Text: s.words.T("standard.level." + l)})
	}
	for _, d := range standard.Deciding {
		deciding = append(deciding, Choice{Value: d, Text: s.words.T("standard.decide." + d)})
	}
	risk := []Field{s.Radio("text.risk.likelihood", "standard.likelihood", levels), s.Radio("text.risk.effect", "standard.effect", levels),
		s.Area("text.risk.text", "standard.risk.text", 2).Optional()}
	plans := []Field{s.Area("text.backOut", "standard.backOut", 3), s.Area("text.communication", "standard.communication", 2)}
	if kind == standard.Frame {
		e.How = slices.Concat([]Field{s.Area("text.environments", "standard.environments", 2), s.Area("text.evidence", "standard.evidence", 3), minutes,
			s.NumberField("text.fromHour", "standard.fromHour", "1").Optional(), s.NumberField("text.toHour", "standard.toHour", "1").Optional(),
			s.Check("text.workingDays", "standard.workingDays"), s.Radio("text.decide", "standard.decide", deciding)}, risk, plans)
		return e
	}
	e.How = slices.Concat([]Field{s.Area("text.steps", "standard.steps", 5), minutes, s.Area("text.impact", "standard.impact", 3)}, risk,
		[]Field{s.Area("text.testPlan", "standard.testPlan", 3)}, plans)
	return e
}
