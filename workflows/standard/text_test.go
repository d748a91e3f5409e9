package standard_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/workflows/casework"
	"termijn/workflows/standard"
)

// Sentence 1: what lacks something is refused by the name of the field.
func TestARequestThatLacksSomethingIsRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, standard.Request{Text: template("een")}.Check())
	require.NoError(t, standard.Request{Text: frame()}.Check())
	for what, c := range map[string]struct {
		of          standard.Text
		change      func(*standard.Text)
		field, code string
	}{
		"another kind":       {template(""), func(x *standard.Text) { x.Kind = "letter" }, "text.kind", "choose_option"},
		"no name":            {template(""), func(x *standard.Text) { x.Name = " " }, "text.name", "required"},
		"a long name":        {template(""), func(x *standard.Text) { x.Name = strings.Repeat("n", 161) }, "text.name", "too_long"},
		"no reason":          {template(""), func(x *standard.Text) { x.Why = "" }, "text.why", "required"},
		"no item":            {template(""), func(x *standard.Text) { x.Items = nil }, "text.items", "too_few"},
		"an item twice":      {template(""), func(x *standard.Text) { x.Items = []string{"a", "a"} }, "text.items[1]", "twice"},
		"many items":         {template(""), func(x *standard.Text) { x.Items = make([]string, 51) }, "text.items", "too_many"},
		"no time":            {template(""), func(x *standard.Text) { x.Minutes = 0 }, "text.minutes", "between"},
		"more than a month":  {template(""), func(x *standard.Text) { x.Minutes = 31*24*60 + 1 }, "text.minutes", "between"},
		"another likelihood": {template(""), func(x *standard.Text) { x.Risk.Likelihood = "none" }, "text.risk.likelihood", "choose_option"},
		"no back-out":        {template(""), func(x *standard.Text) { x.BackOut = "" }, "text.backOut", "required"},
		"no steps":           {template(""), func(x *standard.Text) { x.Steps = nil }, "text.steps", "too_few"},
		"no test plan":       {template(""), func(x *standard.Text) { x.TestPlan = "" }, "text.testPlan", "required"},
		"evidence":           {template(""), func(x *standard.Text) { x.Evidence = []string{"unit"} }, "text.kind", "only_for_frame"},
		"no environment":     {frame(), func(x *standard.Text) { x.Environments = nil }, "text.environments", "too_few"},
		"no evidence":        {frame(), func(x *standard.Text) { x.Evidence = nil }, "text.evidence", "too_few"},
		"no back-out either": {frame(), func(x *standard.Text) { x.BackOut = "" }, "text.backOut", "required"},
		"the 25th hour":      {frame(), func(x *standard.Text) { x.ToHour = 25 }, "text.toHour", "between"},
		"nobody decides":     {frame(), func(x *standard.Text) { x.Decide = "" }, "text.decide", "choose_option"},
		"steps":              {frame(), func(x *standard.Text) { x.Steps = []string{"x"} }, "text.steps", "only_for_template"},
	} {
		x := c.of
		c.change(&x)
		refusal, ok := casework.RefusalOf(standard.Request{Text: x}.Check())
		require.True(t, ok, what)
		require.True(t, slices.ContainsFunc(refusal.Fields, func(f casework.FieldError) bool { return f.Field == c.field && f.Code == c.code }), "%s: %v", what, refusal.Fields)
	}
}

func TestTheHoursOfAFrame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to int
		open     []int
	}{
		{8, 10, []int{8, 9}}, {22, 2, []int{0, 1, 22, 23}}, {23, 24, []int{23}}, {0, 1, []int{0}},
	} {
		var open []int
		for hour := range 24 {
			if (standard.Text{FromHour: c.from, ToHour: c.to}).Open(hour) {
				open = append(open, hour)
			}
		}
		require.Equal(t, c.open, open, "from %d to %d", c.from, c.to)
	}
	// From a to b and from b to a share no hour and leave none out; a frame without
	// bounds is always open.
	rapid.Check(t, func(t *rapid.T) {
		a, b, hour := rapid.IntRange(0, 23).Draw(t, "a"), rapid.IntRange(0, 23).Draw(t, "b"), rapid.IntRange(0, 23).Draw(t, "hour")
		there, back := standard.Text{FromHour: a, ToHour: b}.Open(hour), standard.Text{FromHour: b, ToHour: a}.Open(hour)
		if a == b {
			require.True(t, there && back)
		} else {
			require.NotEqual(t, there, back)
		}
	})
}
