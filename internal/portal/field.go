package portal

import "termijn/internal/i18n"

// Field is one field of a form, ready for the template "field".
type Field struct {
	Name, Label, Hint, Error, Value string
	// Prefix tells fields of the same name apart on a page with several forms.
	Prefix string
	// Kind is "text", "date", "time", "number", "email", "area", "select", "radio" or "check".
	Kind     string
	Required bool
	// Rows of an area; Step of a number, for example "0.25".
	Rows int
	Step string
	// Narrow fields hold a few characters.
	Narrow  bool
	Options []Choice
	// Twice are the two clocks of a time that the wall shows twice, Which asks for one.
	Twice []Choice
	Which string
	// OptionalWord marks a field that may stay empty; Problem comes before an error.
	OptionalWord, Problem string
}

// Choice is an option of a select or of radio buttons.
type Choice struct {
	Value, Text, Hint string
	Chosen            bool
}

// ID is the field's ID in the page.
func (f Field) ID() string {
	if f.Prefix != "" {
		return "f-" + f.Prefix + "-" + f.Name
	}
	return "f-" + f.Name
}

// Describes are the IDs of the field's hint and error, for aria-describedby.
func (f Field) Describes() string {
	ids := ""
	if f.Hint != "" {
		ids = f.ID() + "-hint"
	}
	if f.Error != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID() + "-error"
	}
	return ids
}

// Sheet is a form with the words around its fields; pages embed it or hold it.
// Its methods make the fields for templates: {{template "field" (.Field "title" "regie.title")}}.
// The label is the text with that ID, the hint the one with ".hint" behind it.
type Sheet struct {
	Form
	words *i18n.Printer
	// labels are those of the fields made so far, for the list of what is wrong.
	labels map[string]string
}

// sheet joins a form with the reader's language.
func (v *visit) sheet(f Form) Sheet {
	return Sheet{Form: f, words: v.text, labels: map[string]string{}}
}

func (s Sheet) make(kind, name, id string) Field {
	f := Field{Kind: kind, Name: name, Label: s.words.T(id), Error: s.Error(name), Value: s.Values.Get(name), Required: true,
		OptionalWord: s.words.T("form.optional"), Problem: s.words.T("form.error")}
	if hint := id + ".hint"; s.words.Has(hint) {
		f.Hint = s.words.T(hint)
	}
	if kind == "time" {
		f.Twice, f.Which = wallClocks(s.words, f.Value, s.Values.Get(name+clockField)), s.words.T("form.time.which")
	}
	return s.named(f, f.Label)
}

// named gives a field a label of its own.
func (s Sheet) named(f Field, label string) Field {
	f.Label = label
	if s.labels != nil {
		s.labels[f.Name] = label
	}
	return f
}

// Field is a line of text.
func (s Sheet) Field(name, id string) Field { return s.make("text", name, id) }

// Email is the reader's own e-mail address.
func (s Sheet) Email(name, id string) Field { return s.make("email", name, id) }

// DateField is a date.
func (s Sheet) DateField(name, id string) Field { return s.make("date", name, id) }

// NumberField is a number in steps, for example "0.01".
func (s Sheet) NumberField(name, id, step string) Field {
	f := s.make("number", name, id)
	f.Step, f.Narrow = step, true
	return f
}

// Area is a text of several lines.
func (s Sheet) Area(name, id string, rows int) Field {
	f := s.make("area", name, id)
	f.Rows = rows
	return f
}

// Select is a choice out of a list.
func (s Sheet) Select(name, id string, options []Choice) Field {
	return s.choice("select", name, id, options)
}

// Radio is a choice whose options are all in sight.
func (s Sheet) Radio(name, id string, options []Choice) Field {
	return s.choice("radio", name, id, options)
}

func (s Sheet) choice(kind, name, id string, options []Choice) Field {
	f := s.make(kind, name, id)
	for _, o := range options {
		o.Chosen = s.Has(name, o.Value)
		f.Options = append(f.Options, o)
	}
	return f
}

// Check is a box to tick; ticked it sends "yes".
func (s Sheet) Check(name, id string) Field {
	f := s.make("check", name, id)
	f.Required = false
	return f
}

// Optional makes a field one that may stay empty.
func (f Field) Optional() Field {
	f.Required = false
	return f
}

// Plain is for filters: nothing is required, and nobody needs to be told.
func (f Field) Plain() Field {
	f.Required, f.OptionalWord = false, ""
	return f
}

// Short makes a field narrow.
func (f Field) Short() Field {
	f.Narrow = true
	return f
}

// Problems are what is wrong, in order, each with the field to go to and its
// label, where the field was made before.
func (s Sheet) Problems() []Wrong {
	var all []Wrong
	for _, name := range s.Order {
		text := s.Errors[name]
		if label := s.labels[name]; label != "" {
			text = label + ": " + text
		}
		all = append(all, Wrong{ID: "f-" + name, Text: text})
	}
	return all
}

// Wrong is what is wrong with the field of an ID.
type Wrong struct{ ID, Text string }

// Summary is the heading over what is wrong.
func (s Sheet) Summary() string {
	if s.Problem != "" {
		return s.Problem
	}
	return s.words.T("form.problems", "Count", len(s.Errors))
}
