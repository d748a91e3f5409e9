package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnImportTellsHowFarItIsInAFewPlainLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m := &lines{w: &out, total: 1100, now: func() time.Time { return now }}
	m.tell(100)
	for done := 101; done <= 1100; done++ {
		now = now.Add(12 * time.Millisecond)
		m.tell(done)
	}
	m.end()
	require.Equal(t, `taking over: 517 of 1100 incidents, 83.3 a second, 7s left
taking over: 934 of 1100 incidents, 83.3 a second, 2s left
taking over: 1100 of 1100 incidents, 83.3 a second
`, out.String())
}

func TestTheLastLineOfAnImportIsAlwaysThere(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, one := range map[string]struct {
		done []int
		want string
	}{
		"nothing was begun":      {nil, ""},
		"all were there already": {[]int{40}, "taking over: 40 of 40 incidents\n"},
		"it was stopped":         {[]int{0, 1, 2}, "taking over: 2 of 40 incidents, 1.0 a second, 38s left\n"},
	} {
		var out bytes.Buffer
		at := now
		m := &lines{w: &out, total: 40, now: func() time.Time { return at }}
		for _, done := range one.done {
			at = now.Add(time.Duration(done) * time.Second)
			m.tell(done)
		}
		m.end()
		require.Equal(t, one.want, out.String(), name)
	}
}

func TestTheBarOfAnImportCountsWhatThisRunDoes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	m := &bar{w: &out, total: 222}
	m.tell(200)
	for done := 201; done <= 222; done++ {
		m.tell(done)
	}
	m.end()
	require.Contains(t, out.String(), "(22/22, ")
	require.Equal(t, 1, strings.Count(out.String(), "\n"))
}
