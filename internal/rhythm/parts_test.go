package rhythm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/rhythm"
)

func TestAnExpressionIsTakenApart(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]rhythm.Parts{
		"0 10 * * 2":            {Hour: 10, Weekdays: []time.Weekday{time.Tuesday}},
		"30 14 * * MON-WED":     {Hour: 14, Minute: 30, Weekdays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday}},
		"5 0 * * *":             {Minute: 5},
		"0 9 1,15 * *":          {Hour: 9, Days: []int{1, 15}},
		"0 9 1-7/3 MAR,SEP */3": {Hour: 9, Days: []int{1, 4, 7}, Months: []time.Month{time.March, time.September}, Weekdays: []time.Weekday{time.Sunday, time.Wednesday, time.Saturday}},
	} {
		r, err := rhythm.Parse(expression)
		require.NoError(t, err, expression)
		require.Equal(t, want, r.Parts(), expression)
	}
}
