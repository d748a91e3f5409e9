package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"termijn/config"
)

const goodLine = `{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","at":"2026-03-03T10:00:00+01:00"}`

const goodAnswer = `{"state":"running","due":"2026-03-10T00:00:00+01:00","actual":1,"corrected":1,"suspended":0,"unit":"workingDays","percent":20,"remaining":4}`

func TestClockEvalAnswersEveryLineInItsPlace(t *testing.T) {
	t.Parallel()
	in, err := os.Open("testdata/clock/in.ndjson")
	require.NoError(t, err)
	defer in.Close()
	want, err := os.ReadFile("testdata/clock/out.ndjson")
	require.NoError(t, err)
	var out bytes.Buffer
	require.ErrorIs(t, evalClocks(in, &out, config.EmbeddedCalendars()), errBadLines)
	require.Equal(t, string(want), out.String())
}

func TestClockEvalSucceedsWhenEveryLineIsPossible(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "\n\n", "\ufeff\r\n", goodLine, goodLine + "\r\n", "\ufeff" + goodLine + "\r\n"} {
		var out bytes.Buffer
		require.NoError(t, evalClocks(strings.NewReader(in), &out, config.EmbeddedCalendars()))
		if !strings.Contains(in, goodLine) {
			require.Empty(t, out.String())
		} else {
			require.Equal(t, goodAnswer+"\n", out.String())
		}
	}
}

func TestClockEvalReadsLinesLongerThanItsBuffer(t *testing.T) {
	t.Parallel()
	pause := `{"from":"2026-03-02T11:00:00+01:00","to":"2026-03-02T12:00:00+01:00","reason":"` + strings.Repeat("é", 2*streamBuffer) + `"}`
	long := strings.Replace(goodLine, `"at"`, `"pauses":[`+pause+`],"at"`, 1)
	var out bytes.Buffer
	// One byte at a time, in part, to cross every border between reads.
	in := io.MultiReader(iotest.OneByteReader(strings.NewReader(goodLine+"\n")), strings.NewReader(long+"\n"+goodLine))
	require.NoError(t, evalClocks(in, &out, config.EmbeddedCalendars()))
	require.Equal(t, strings.Repeat(goodAnswer+"\n", 3), out.String())
}

func TestClockEvalAnswersBeforeTheInputEnds(t *testing.T) {
	t.Parallel()
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := evalClocks(in, out, config.EmbeddedCalendars())
		done <- errors.Join(err, out.Close())
	}()
	// Senders that write by the block often stop in the middle of a line.
	_, err := io.WriteString(feed, goodLine+"\n"+goodLine[:20])
	require.NoError(t, err)
	answer := make([]byte, len(goodAnswer)+1)
	_, err = io.ReadFull(answers, answer)
	require.NoError(t, err)
	require.Equal(t, goodAnswer+"\n", string(answer))
	_, err = io.WriteString(feed, goodLine[20:]+"\n")
	require.NoError(t, err)
	_, err = io.ReadFull(answers, answer)
	require.NoError(t, err)
	require.Equal(t, goodAnswer+"\n", string(answer))
	require.NoError(t, feed.Close())
	require.NoError(t, <-done)
}

func TestClockEvalReportsABrokenStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("cable cut")
	var out bytes.Buffer
	in := io.MultiReader(strings.NewReader(goodLine+"\n"), iotest.ErrReader(broken))
	require.ErrorIs(t, evalClocks(in, &out, config.EmbeddedCalendars()), broken)
	require.Equal(t, goodAnswer+"\n", out.String())
}
