package app_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/planfile"
	"termijn/workflows/transition"
)

// A plan's file and a programme have shapes of their own: a programme takes over all
// that a file holds, except what only files and templates have.
func TestAProgrammeTakesOverAllThatAFileHolds(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, []string{"start", "end", "milestones.dueAfter", "milestones.aim", "milestones.forecast", "milestones.reached"},
		lacking(reflect.TypeFor[planfile.Plan](), reflect.TypeFor[transition.Plan](), ""))
	require.Empty(t, lacking(reflect.TypeFor[transition.Plan](), reflect.TypeFor[planfile.Plan](), ""), "what a file cannot say")
	require.Equal(t, transition.ItemKinds, planfile.ItemKinds)
	require.Equal(t, transition.ExitWays, planfile.ExitWays)
}

// lacking are the fields that a struct has and another lacks, by their names in JSON.
func lacking(from, to reflect.Type, at string) []string {
	element := func(x reflect.Type) reflect.Type {
		for x.Kind() == reflect.Slice || x.Kind() == reflect.Pointer {
			x = x.Elem()
		}
		return x
	}
	from, to = element(from), element(to)
	if from == to || from.Kind() != reflect.Struct {
		return nil
	}
	name := func(f reflect.StructField) string { n, _, _ := strings.Cut(f.Tag.Get("json"), ","); return n }
	there := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(to) {
		there[name(f)] = f.Type
	}
	var all []string
	for _, f := range reflect.VisibleFields(from) {
		other, ok := there[name(f)]
		if !ok {
			all = append(all, at+name(f))
			continue
		}
		all = append(all, lacking(f.Type, other, at+name(f)+".")...)
	}
	return all
}
