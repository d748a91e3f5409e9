package portal

import (
	"encoding/json"
	"slices"

	"termijn/internal/calendar"
)

// ask is a field of a form that goes into the command's body under its own name.
// Its label is the text <process>.<command>.<name>, else <process>.<name>; with
// ".hint" behind it stands the hint, with ".<option>" the text of an option.
type ask struct {
	name, kind string
	rows       int
	optional   bool
	options    []string
}

// The kinds of fields that can be asked for.
func askLine(name string) ask           { return ask{name: name, kind: "text"} }
func askText(name string, rows int) ask { return ask{name: name, kind: "area", rows: rows} }
func askDate(name string) ask           { return ask{name: name, kind: "date"} }
func askTime(name string) ask           { return ask{name: name, kind: "time"} }
func askNumber(name string) ask         { return ask{name: name, kind: "number"} }
func askCount(name string) ask          { return ask{name: name, kind: "count"} }
func askTick(name string) ask           { return ask{name: name, kind: "check", optional: true} }
func askOne(name string, options ...string) ask {
	return ask{name: name, kind: "radio", options: options}
}
func askChoice(name string, options ...string) ask {
	return ask{name: name, kind: "select", options: options}
}

// askSubject puts what the form is about into the body under a name, askContent
// the hash of what the reader saw. They show nothing.
func askSubject(name string) ask { return ask{name: name, kind: "subject"} }
func askContent(name string) ask { return ask{name: name, kind: "content"} }

// orNot makes a field one that may stay empty.
func (a ask) orNot() ask {
	a.optional = true
	return a
}

// optionsOf are an asked field's options: those that depend on the case, else
// those declared, in the process's words.
func (c commandForm[R, B]) optionsOf(a ask, x caseReader, r R) []Choice {
	if of, ok := c.choices[a.name]; ok {
		return of(r)
	}
	var all []Choice
	for _, o := range a.options {
		text, _ := x.word(a.name, o)
		choice := Choice{Value: o, Text: text}
		if id := x.Process + "." + a.name + "." + o + ".hint"; x.say.Has(id) {
			choice.Hint = x.say.T(id)
		}
		all = append(all, choice)
	}
	return all
}

// draw adds the field to those of a page.
func (a ask) draw(page *commandPage, options []Choice) []Field {
	label := page.Process + "." + page.Command + "." + a.name
	if !page.Has(label) {
		label = page.Process + "." + a.name
	}
	var f Field
	switch s := page.Form; a.kind {
	case "area":
		f = s.Area(a.name, label, a.rows)
	case "number":
		f = s.NumberField(a.name, label, "0.01")
	case "count":
		f = s.NumberField(a.name, label, "1")
	case "check":
		f = s.Check(a.name, label)
	case "radio":
		f = s.Radio(a.name, label, options)
	case "select":
		f = s.Select(a.name, label, slices.Concat([]Choice{{Text: page.T("form.choose")}}, options))
	case "subject", "content":
		return page.Fields
	default:
		f = s.make(a.kind, a.name, label)
	}
	if a.optional {
		f = f.Optional()
	}
	return append(page.Fields, f)
}

// value is what was typed, as JSON knows it; nil leaves the body's field empty.
func (a ask) value(in *entries) any {
	switch a.kind {
	case "subject", "content":
		return in.Value(a.kind)
	case "check":
		return in.Has(a.name, "yes")
	}
	if in.Value(a.name) == "" {
		if (a.kind == "date" || a.kind == "time") && !a.optional {
			in.Wrong(a.name, in.say.T("field.required"))
		}
		return nil // what lacks otherwise, the case says
	}
	switch a.kind {
	case "date":
		if d := in.date(a.name); d != (calendar.Date{}) {
			return d
		}
		return nil
	case "time":
		return in.instant(a.name)
	case "number":
		return in.number(a.name)
	case "count":
		return in.whole(a.name)
	}
	return in.Value(a.name)
}

// bodyOf makes a command's body of what was asked. The fields' names are those
// that the body has in JSON; a test of the process sends each form once.
func bodyOf[B any](in *entries, asks []ask) B {
	values := map[string]any{}
	for _, a := range asks {
		if v := a.value(in); v != nil {
			values[a.name] = v
		}
	}
	var body B
	raw, err := json.Marshal(values)
	if err == nil {
		err = json.Unmarshal(raw, &body)
	}
	if err != nil {
		in.Problem = in.say.T("fail.badform.lead")
	}
	return body
}
