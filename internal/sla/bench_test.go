package sla_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/sla"
)

// BenchmarkEvaluate is the design's example: a target in working days, a pause and
// an agreed date.
func BenchmarkEvaluate(b *testing.B) {
	line, err := sla.ParseLine([]byte(designExample))
	require.NoError(b, err)
	cal := calendarFor(b, line.Target)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sla.Evaluate(line.Facts, cal, line.At); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseLine reads the same example.
func BenchmarkParseLine(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(designExample)))
	for b.Loop() {
		if _, err := sla.ParseLine([]byte(designExample)); err != nil {
			b.Fatal(err)
		}
	}
}

const designExample = `{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00"}],
	"agreed":[{"at":"2026-03-03T09:00:00+01:00","date":"2026-03-31"}]}`
