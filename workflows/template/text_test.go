package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/template"
)

// Sentence 1: what lacks something is refused by the name of the field.
func TestARequestThatLacksSomethingIsRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, request().Check())
	for what, c := range map[string]struct {
		change      func(*template.Request)
		field, code string
	}{
		"another kind":     {func(r *template.Request) { r.Kind = "letter" }, "kind", "choose_option"},
		"no name":          {func(r *template.Request) { r.Name = " " }, "name", "required"},
		"a long name":      {func(r *template.Request) { r.Name = strings.Repeat("n", 161) }, "name", "too_long"},
		"no English":       {func(r *template.Request) { delete(r.Texts, "en") }, "texts.en.text", "required"},
		"another language": {func(r *template.Request) { r.Texts["fr"] = r.Texts["nl"] }, "texts.fr", "choose_option"},
		"a long text": {func(r *template.Request) {
			r.Texts["nl"] = template.Text{Subject: "s", Text: strings.Repeat("x", 4001)}
		}, "texts.nl.text", "too_long"},
		"a long subject": {func(r *template.Request) { r.Texts["nl"] = template.Text{Subject: strings.Repeat("x", 161), Text: "t"} }, "texts.nl.subject", "too_long"},
		"an open place":  {func(r *template.Request) { r.Texts["nl"] = template.Text{Subject: "s", Text: "{{ref"} }, "texts.nl.text", "broken_placeholder"},
	} {
		r := request()
		c.change(&r)
		refusal, ok := casework.RefusalOf(r.Check())
		require.True(t, ok, what)
		require.True(t, slices.ContainsFunc(refusal.Fields, func(f casework.FieldError) bool { return f.Field == c.field && f.Code == c.code }), "%s: %v", what, refusal.Fields)
	}
}

// Sentence 1: requirements have no places, and room to say what they ask (B-37).
func TestRequirementsHaveNoPlaces(t *testing.T) {
	t.Parallel()
	r := request()
	r.Kind = template.Verification
	r.Texts["nl"] = template.Text{Subject: "Minimumvereisten", Text: "Geen {{haken}} zijn geen invulplaats. " + strings.Repeat("x", 5000)}
	require.NoError(t, r.Check())
	r.Texts["nl"] = template.Text{Subject: "Minimumvereisten", Text: strings.Repeat("x", 20_001)}
	refusal, ok := casework.RefusalOf(r.Check())
	require.True(t, ok)
	require.Equal(t, "texts.nl.text", refusal.Fields[0].Field)
	require.Equal(t, "too_long", refusal.Fields[0].Code)
}

// Sentence 1: an unknown place is refused by its name.
func TestAnUnknownPlaceIsNamed(t *testing.T) {
	t.Parallel()
	r := request()
	r.Texts["nl"] = template.Text{Subject: "{{ ref }} {{name}}", Text: "{{title}} {{service}} {{since}} {{next}}"}
	refusal, ok := casework.RefusalOf(r.Check())
	require.True(t, ok)
	require.Equal(t, []casework.FieldError{{Field: "texts.nl.subject", Code: "unknown_placeholder",
		Args: map[string]string{"placeholder": "{{name}}", "known": "{{ref}}, {{title}}, {{service}}, {{since}}, {{next}}"}}}, refusal.Fields)
}

func TestPlacesAreFilledAndWhatIsUnknownStays(t *testing.T) {
	t.Parallel()
	text := template.Text{Subject: "{{ref}}: {{ title }}", Text: "Volgend bericht {{next}}. {{ref}}"}
	filled := text.Fill(map[string]string{"ref": "INC-1", "title": "{{next}} {{", "next": ""})
	require.Equal(t, template.Text{Subject: "INC-1: {{next}} {{", Text: "Volgend bericht {{next}}. INC-1"}, filled, "a value is no place")
}
