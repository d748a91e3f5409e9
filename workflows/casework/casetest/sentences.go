package casetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Opened is how a case begins that another case or the application opens.
func Opened[S any](t testing.TB, o casework.Opening, ref string, at time.Time) casework.Start[S] {
	t.Helper()
	own, ok := o.Own.(S)
	require.True(t, ok, "the opening holds a %T", o.Own)
	return casework.Start[S]{Links: o.Links, State: casework.State[S]{Ref: ref, Process: o.Process, Version: o.Version, Title: o.Title,
		Parties: o.Parties, Own: own, Definitions: Policy(t).Definitions.For(o.Process, calendar.DateOf(at, Brussels))}}
}

// Sent adds a step that sends a command; its answer is there when the case was lived.
func Sent[S, B any](c *Case[S], at time.Time, who record.Actor, cmd casework.Command[B], body B) **Answer {
	var a *Answer
	c.At(at, func() { a = Send(c, who, cmd, at.String()+cmd.Name+record.ContentHash(body), body) })
	return &a
}

// SeenAt adds a step that looks at the case; it is filled in when the case was lived.
func (c *Case[S]) SeenAt(at time.Time) *casework.State[S] {
	var s casework.State[S]
	c.At(at, func() { s = c.State() })
	return &s
}

// Accepted wants that a command was sent, and done.
func Accepted(t testing.TB, a **Answer) {
	t.Helper()
	require.NotNil(t, *a)
	require.NoError(t, (*a).Err)
	require.Nil(t, (*a).Refusal)
}

// Refused wants a refusal with a code; fields are "name=code", and all there are.
func Refused(t testing.TB, a **Answer, code string, fields ...string) {
	t.Helper()
	require.NotNil(t, *a)
	require.NotNil(t, (*a).Refusal)
	require.Equal(t, code, (*a).Refusal.Code)
	var got []string
	for _, f := range (*a).Refusal.Fields {
		got = append(got, f.Field+"="+f.Code)
	}
	require.Equal(t, fields, got)
}

// RequireSameWhenContinued lives a case whole, and continuing as new after every
// event, which changes nothing of what is told of its events.
func RequireSameWhenContinued[S any](t testing.TB, live func(continueEvery int) *Case[S], tell func(record.Event) string) {
	t.Helper()
	var told [2][]string
	for i, every := range []int{0, 1} {
		c := live(every)
		c.Run()
		if every > 0 {
			require.Greater(t, c.Runs, 1)
		}
		for _, e := range c.Ledger.Events() {
			told[i] = append(told[i], tell(e))
		}
	}
	require.NotEmpty(t, told[0])
	require.Equal(t, told[0], told[1])
}

// Seal tells an event whole: its hash covers all of it.
func Seal(e record.Event) string { return e.Kind + " " + e.Hash }
