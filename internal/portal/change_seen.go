package portal

import (
	"strings"

	"termijn/internal/i18n"
	"termijn/workflows/change"
)

// both are fields that two people changed: what stood there when the reader began, and
// what the other one made of it. The reader's own words stand in the form.
func (r changeReader) both(fields []string, before change.Content) []changedView {
	was, is := formOfPlanned(before), formOfPlanned(r.own.Content)
	var all []changedView
	for _, name := range fields {
		all = append(all, changedView{Field: fieldName(r.say, name), Before: r.fieldText(name, was), Now: r.fieldText(name, is)})
	}
	return all
}

// differences are the fields in which two contents differ, in words.
func (r changeReader) differences(before, now change.Content, steps ...string) []changedView {
	was, is := formOfPlanned(before), formOfPlanned(now)
	var all []changedView
	for _, step := range steps {
		for _, name := range changeFields[step] {
			if typedIn(was.Values, name) != typedIn(is.Values, name) {
				all = append(all, changedView{Field: fieldName(r.say, name), Before: r.fieldText(name, was), Now: r.fieldText(name, is)})
			}
		}
	}
	return all
}

// fieldText is what a field of the form says, for people.
func (r changeReader) fieldText(name string, f Form) string {
	value := f.Value(name)
	switch name {
	case "items", "unavailability.services":
		value = r.itemNames(f.Values[name])
	case "providers":
		value = r.orgNames(f.Values[name])
	case "from", "to", "backOut.noReturn", "unavailability.from", "unavailability.to":
		if value != "" {
			value = r.say.DateTime((&entries{Form: &f, say: r.say}).instant(name))
		}
	case "team":
		value = teamName(r.say, r.catalogue, value)
	case "client":
		value = r.name(value)
	case "risk.likelihood", "risk.effect":
		value, _ = r.word("level", value)
	case "migration.roadmap":
		value, _ = r.word("roadmap", value)
	case "backOut.always", "unavailability.none":
		if value == "yes" {
			value = r.say.T("change.yes")
		} else {
			value = r.say.T("change.no")
		}
	}
	if value == "" {
		return "–"
	}
	return value
}

// fieldName is what a field of a change's form is called.
func fieldName(say *i18n.Printer, name string) string { return say.T("change." + name) }

func fieldNames(say *i18n.Printer, names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, fieldName(say, n))
	}
	return all
}

// renameFields leads what a change refuses to the fields of its form: content.items[2]
// is one of the items, and who migrates is the Client.
func renameFields(f *Form) {
	order, errors := f.Order, f.Errors
	f.Order, f.Errors = nil, nil
	for _, name := range order {
		f.Wrong(changeField(name), errors[name])
	}
}

// changeField is the field of the form for a path of a refusal.
func changeField(path string) string {
	name := strings.TrimPrefix(path, "content.")
	name, _, _ = strings.Cut(name, "[")
	switch name {
	case "migration.client":
		return "client"
	case "migration":
		return "migration.roadmap"
	case "backOut", "risk":
		return map[string]string{"backOut": "backOut.plan", "risk": "risk.likelihood"}[name]
	case "unavailability":
		return "unavailability.none"
	}
	return name
}
