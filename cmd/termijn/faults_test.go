package main

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
)

// Between any two steps of a case one of the processes is killed. Nothing is lost
// and nothing happens twice.
func TestACaseSurvivesAKillBetweenAnyTwoSteps(t *testing.T) {
	t.Parallel()
	survives(t, func(i *installation, s *story, c *careful, n int, one step) {
		part := parts[n%len(parts)]
		i.kill(part)
		i.restart(t, part)
		s.tell(t, c, one, nil)
	})
}

// During every step one of the processes is killed: just after the request was
// sent, or just after its event was written and before anybody heard of it.
func TestACaseSurvivesAKillDuringAnyStep(t *testing.T) {
	t.Parallel()
	survives(t, func(i *installation, s *story, c *careful, n int, one step) {
		part := parts[n%len(parts)]
		before := i.recorded(t.Context())
		s.tell(t, c, one, func(sent, answered <-chan struct{}) {
			<-sent
			if n/len(parts)%2 == 0 {
				i.awaitEvent(t.Context(), before, answered)
			}
			i.kill(part)
			i.restart(t, part)
		})
	})
}

// awaitEvent returns as soon as the ledger holds more events than before, or the
// request is answered.
func (i *installation) awaitEvent(ctx context.Context, before int, answered <-chan struct{}) {
	for i.recorded(ctx) <= before {
		select {
		case <-answered:
			return
		default:
			runtime.Gosched()
		}
	}
}

// survives tells a case undisturbed and then one with kills, and requires that
// both come to the same.
func survives(t *testing.T, disturbed func(i *installation, s *story, c *careful, n int, one step)) {
	i := install(t, 1)
	c := &careful{url: "http://" + i.address}
	calm, rough := &story{name: "calm"}, &story{name: "rough"}
	began := time.Now()
	for _, one := range steps() {
		calm.tell(t, c, one, nil)
	}
	t.Logf("undisturbed: %d steps in %s", len(steps()), time.Since(began).Round(time.Millisecond))
	before := len(c.failures())
	began = time.Now()
	for n, one := range steps() {
		stepBegan := time.Now()
		disturbed(i, rough, c, n, one)
		t.Logf("%-36s %-9s %s", one.name, parts[n%len(parts)], time.Since(stepBegan).Round(time.Millisecond))
	}
	t.Logf("with %d kills: %s; answers to try again (0: none came): %v", len(steps()), time.Since(began).Round(time.Millisecond), c.failures()[before:])
	require.Greater(t, len(c.failures()), before, "the kills were felt")

	require.Equal(t, i.kinds(t, calm.ref), i.kinds(t, rough.ref))
	i.provable(t)
	rough.toldAgain(t, c)
	require.Equal(t, i.kinds(t, calm.ref), i.kinds(t, rough.ref), "what is sent again is not done again")
	i.mailed(t, calm.ref, rough.ref)
}

// kinds are what happened in a case, in order and without gaps.
func (i *installation) kinds(t *testing.T, ref string) (kinds []string) {
	t.Helper()
	for n, e := range i.events(t, ref) {
		require.EqualValues(t, n+1, e.Seq)
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func (i *installation) events(t *testing.T, ref string) (events []record.Event) {
	t.Helper()
	eventually(t, "the ledger can be read", func() bool {
		var err error
		events, err = i.store.Events(t.Context(), ref, 0, 500)
		return err == nil
	})
	return events
}

// mailed requires that both cases asked for the same mails, that each arrived, and
// that one that arrived twice did so under one Message-ID.
func (i *installation) mailed(t *testing.T, calm, rough string) {
	t.Helper()
	var waiting int
	eventually(t, "every mail has been sent", func() bool {
		err := i.store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM outbox WHERE sent_at IS NULL`).Scan(&waiting)
		return err == nil && waiting == 0
	})
	keys := func(ref string) (keys []string) {
		rows, err := i.store.Pool().Query(t.Context(), `SELECT key FROM outbox WHERE case_ref = $1`, ref)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var key string
			require.NoError(t, rows.Scan(&key))
			keys = append(keys, strings.TrimPrefix(key, ref+"."))
		}
		require.NoError(t, rows.Err())
		return keys
	}
	expected := keys(calm)
	require.NotEmpty(t, expected)
	require.ElementsMatch(t, expected, keys(rough))

	arrived := map[string]string{}
	mails := i.sink.Mails()
	for _, m := range mails {
		what := m.To + "\n" + m.Subject
		if first, again := arrived[m.MessageID]; again {
			require.Equal(t, first, what, "one Message-ID is one mail")
		}
		arrived[m.MessageID] = what
	}
	var want, got []string
	for _, ref := range []string{calm, rough} {
		for _, key := range expected {
			want = append(want, "<"+ref+"."+key)
		}
	}
	for id := range arrived {
		key, _, _ := strings.Cut(id, "@")
		// The sessions of the change boards mail too.
		if strings.HasPrefix(key, "<"+calm+".") || strings.HasPrefix(key, "<"+rough+".") {
			got = append(got, key)
		}
	}
	require.ElementsMatch(t, want, got)
	t.Logf("%d mails, %d of them twice", len(arrived), len(mails)-len(arrived))
}
