package sla_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/sla"
)

func TestImpossibleLinesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	const start, at = `"start":"2026-03-02T10:00:00+01:00"`, `"at":"2026-03-05T10:00:00+01:00"`
	const days = `"target":{"workingDays":5}`
	for line, problem := range map[string]string{
		``:                                  "the line ends where an object should come",
		`null`:                              "want an object, not null",
		`[]`:                                "want an object",
		`{` + days:                          "the line ends",
		`{} {}`:                             "want nothing after the object",
		`{"targets":{}}`:                    `unknown field "targets"`,
		`{"Target":{}}`:                     `unknown field "Target"`,
		`{"target":{"days":1}}`:             `target: unknown field "days"`,
		`{"target":{},"target":{}}`:         `field "target" is there twice`,
		`{"target":{"workingDays":1.5}}`:    "workingDays: want a whole number",
		`{"target":{"workingDays":"5"}}`:    "workingDays: want a whole number",
		`{"target":{"elapsed":"1 hour"}}`:   "write it as 1h30m",
		`{"target":{"date":"2026-02-29"}}`:  "want an existing date",
		`{"start":"2026-03-02T10:00:00"}`:   "write it with seconds and zone",
		`{"start":"2026-03-02 10:00"}`:      "write it with seconds and zone",
		`{"pauses":[{"annulled":1}]}`:       "pauses: 1: annulled: want true or false",
		`{"target":{"calendar":"l` + "\x01": "control characters",
		`{` + start + `,` + at + `}`:        "no target",
		`{` + days + `,` + at + `}`:         "start is missing",
		`{` + days + `,` + start + `}`:      "at is missing",
		`{"target":{"workingDays":0},` + start + `,` + at + `}`:                                                       "no target",
		`{"target":{"workingDays":5,"elapsed":"1h"},` + start + `,` + at + `}`:                                        "more than one target",
		`{"target":{"workingDays":-5},` + start + `,` + at + `}`:                                                      "cannot be negative",
		`{"target":{"elapsed":"-1h"},` + start + `,` + at + `}`:                                                       "cannot be negative",
		`{"target":{"workingDays":99999999},` + start + `,` + at + `}`:                                                "out of range",
		`{"target":{"workingTime":"1h"},` + start + `,` + at + `}`:                                                    "needs a calendar",
		`{"target":{"calendarDays":5,"calendar":"loh"},` + start + `,` + at + `}`:                                     "does not go with",
		`{"target":{"elapsed":"5h","calendar":"loh"},` + start + `,` + at + `}`:                                       "elapsed runs on 24x7",
		`{` + days + `,` + start + `,` + at + `,"stop":"2026-03-02T09:00:00+01:00"}`:                                  "stop is before start",
		`{` + days + `,` + start + `,` + at + `,"cancelled":"2026-03-02T09:00:00+01:00"}`:                             "cancelled is before start",
		`{` + days + `,` + start + `,` + at + `,"pauses":[{}]}`:                                                       "from is missing",
		`{` + days + `,` + start + `,` + at + `,"pauses":[{"from":` + at[5:] + `,"to":` + start[8:] + `}]}`:           "to is before from",
		`{` + days + `,` + start + `,` + at + `,"agreed":[{"at":` + at[5:] + `}]}`:                                    "date is missing",
		`{"target":{"calendarDays":5},` + start + `,` + at + `,"agreed":[{"at":` + at[5:] + `,"date":"2026-03-09"}]}`: "workingDays only",
	} {
		_, err := sla.ParseLine([]byte(line))
		require.ErrorContains(t, err, problem, line)
	}
}

func TestEvaluateRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	for line, problem := range map[string]string{
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","at":"2026-03-02T09:00:00+01:00"}`:         "at is before start",
		`{"target":{"calendarMonths":999999},"start":"2026-03-02T10:00:00+01:00","at":"2026-03-02T10:00:00+01:00"}`: "lies after the year 9998",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","at":"2926-03-02T09:00:00+01:00"}`:         "more than 250 years",
	} {
		parsed, err := sla.ParseLine([]byte(line))
		require.NoError(t, err)
		_, err = sla.Evaluate(parsed.Facts, calendarFor(t, parsed.Target), parsed.At)
		require.ErrorContains(t, err, problem)
		_, err = sla.Evaluate(parsed.Facts, nil, parsed.At)
		require.Error(t, err)
	}
}

func TestLinesAndResultsReadAsEncodingJSONReadsThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		text, err := json.Marshal(sla.Line{Facts: f, At: at})
		require.NoError(t, err)
		line, err := sla.ParseLine(text)
		require.NoError(t, err)
		again, err := json.Marshal(line)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))

		result := evaluate(t, f, at)
		want, err := json.Marshal(result)
		require.NoError(t, err)
		require.Equal(t, string(want), string(result.AppendJSON(nil)))
	})
}

func TestDurationsAreWrittenShort(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1h30m", "16h", "20m", "45s", "1h0m5s", "0s", "1.5s"} {
		var d sla.Duration
		require.NoError(t, d.UnmarshalText([]byte(text)))
		require.Equal(t, text, d.String())
	}
}

// FuzzLine: no input breaks the parser, and what it accepts encoding/json reads in
// the same way and Evaluate answers with valid JSON or an error.
func FuzzLine(f *testing.F) {
	for _, c := range slices.Concat(workingDayCases, otherCases) {
		f.Add([]byte(c.line))
	}
	for _, seed := range []string{
		`{"target":{"workingDays":-0,"date":null},"pauses":null,"stop":null}`,
		`{"t\u0061rget":{"calendar":"l\u00f6h","elapsed":"1h"},"start":"2026-03-02T10:00:00Z","at":"2026-03-02T10:00:00.123456789-11:30"}`,
		`{"pauses":[{"id":"\ud800","reason":"` + "\xff" + `","from":"0001-01-01T00:00:00Z","to":null}]}`,
		`{"target":{"date":"9998-12-31"},"start":"9997-12-31T23:59:59Z","at":"9997-12-31T23:59:59Z"}`,
	} {
		f.Add([]byte(seed))
	}
	book := config.EmbeddedCalendars()
	f.Fuzz(func(t *testing.T, text []byte) {
		line, err := sla.ParseLine(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		var other sla.Line
		require.NoError(t, json.Unmarshal(text, &other))
		want, err := json.Marshal(other)
		require.NoError(t, err)
		got, err := json.Marshal(line)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))

		cal, err := book.Current(line.Target.CalendarName(), calendar.Date{Year: 2026, Month: 1, Day: 1})
		if err != nil {
			return
		}
		if result, err := sla.Evaluate(line.Facts, cal, line.At); err == nil {
			require.True(t, json.Valid(result.AppendJSON(nil)))
		}
	})
}
