package ledger_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// histories stands in for Temporal: what each case's workflow wrote down.
type histories map[string]ledger.Recorded

func (h histories) Recorded(_ context.Context, ref string) (ledger.Recorded, error) {
	r, ok := h[ref]
	if !ok {
		return ledger.Recorded{Gone: true}, nil
	}
	r.Events = slices.Clone(r.Events)
	return r, nil
}

func (h histories) Cases(context.Context) ([]string, error) {
	var refs []string
	for ref := range h {
		refs = append(refs, ref)
	}
	return refs, nil
}

const audited = "REG-2026-000001"

// written is a case of four events with a candidate's name and CV in the vault,
// and its workflow's history.
func written(t *testing.T) (*ledger.Store, histories, []ledger.Text) {
	t.Helper()
	s := open(t)
	texts := []ledger.Text{ledger.NewText("candidate", "Kandidaat A"), ledger.NewText("cv", "cv-2026-17.pdf")}
	require.NoError(t, s.Keep(t.Context(), audited, "alfa-medewerker", texts))
	st := tell(t, s, audited)
	events := []record.Event{
		st.records("case.registered", fullEffects(audited), `{"a":1}`),
		st.records("regie.offer_submitted", record.Effects{}, `{"a":1,"line":{"candidate":"`+texts[0].Ref+`","cv":"`+texts[1].Ref+`"}}`),
		st.records("case.moved", record.Effects{Case: &record.CaseChange{Stage: "offered"}}, ""),
		st.records("case.moved", record.Effects{Case: &record.CaseChange{Stage: "approving"}}, ""),
	}
	return s, histories{audited: {Events: events, Running: true, Status: "Running"}}, texts
}

func audit(t *testing.T, s *ledger.Store, h ledger.Histories) ledger.Report {
	t.Helper()
	r, err := s.Audit(t.Context(), ledger.AuditOptions{Histories: h, Settle: time.Millisecond})
	require.NoError(t, err)
	return r
}

func TestAnAuditOfWhatWasRecordedFindsNothing(t *testing.T) {
	t.Parallel()
	s, h, _ := written(t)
	r := audit(t, s, h)
	require.Equal(t, ledger.Report{Cases: 1, Events: 4, Texts: 2, InHistory: 4, Notes: []ledger.Note{}, Findings: []ledger.Finding{}}, r)
	_, err := s.Audit(t.Context(), ledger.AuditOptions{Case: "REG-2026-999999"})
	require.ErrorIs(t, err, ledger.ErrNotFound)
}

func TestAnAuditSaysWhatWasTamperedWith(t *testing.T) {
	t.Parallel()
	const replaced = `UPDATE events SET payload = convert_to(replace(convert_from(payload, 'UTF8'), 'offered', 'ordered'), 'UTF8')`
	for name, c := range map[string]struct {
		sql   string
		check string
		seq   int64
		what  string
	}{
		"a changed payload":              {replaced + ` WHERE seq = 3`, ledger.CheckChain, 3, "payload was changed"},
		"a payload with a new hash":      {replaced + `, hash = repeat('0', 64) WHERE seq = 3`, ledger.CheckChain, 4, "the event before it is 000000000000"},
		"a payload that is no event":     {`UPDATE events SET payload = 'x' WHERE seq = 4`, ledger.CheckChain, 4, "not an event"},
		"a payload resealed at the end":  {`UPDATE events SET hash = repeat('0', 64) WHERE seq = 4`, ledger.CheckHistory, 4, "the ledger has 000000000000"},
		"a changed column":               {`UPDATE events SET actor = 'other' WHERE seq = 2`, ledger.CheckChain, 2, "column actor"},
		"a changed instant":              {`UPDATE events SET at = at - interval '1 hour' WHERE seq = 2`, ledger.CheckChain, 2, "column at"},
		"a deleted event":                {`DELETE FROM events WHERE seq = 2`, ledger.CheckChain, 2, "missing"},
		"the first event deleted":        {`DELETE FROM events WHERE seq = 1`, ledger.CheckChain, 1, "missing"},
		"the last event deleted":         {`DELETE FROM events WHERE seq = 4`, ledger.CheckHistory, 4, "history only"},
		"all events deleted":             {`DELETE FROM events`, ledger.CheckRows, 0, "no events"},
		"an event moved to another case": {`UPDATE events SET case_ref = 'REG-2026-000002' WHERE seq = 4`, ledger.CheckHistory, 4, "history only"},
		"a changed stage":                {`UPDATE cases SET stage = 'ordered'`, ledger.CheckRows, 0, `stage is "ordered", the events give "approving"`},
		"a changed view":                 {`UPDATE cases SET view = '{"a":2}'`, ledger.CheckRows, 0, "view is"},
		"a case row gone":                {`DELETE FROM cases`, ledger.CheckRows, 0, "cases row REG-2026-000001 is missing"},
		"a changed task":                 {`UPDATE tasks SET to_person = 'thief'`, ledger.CheckRows, 0, `tasks row REG-2026-000001/1: to_person is "thief"`},
		"a task of nobody's":             {`INSERT INTO tasks (id, case_ref, kind, state, opened_at) VALUES ('x', 'REG-2026-000001', 'k', 'open', now())`, ledger.CheckRows, 0, "tasks row x does not follow"},
		"a changed clock":                {`UPDATE clocks SET due_at = due_at + interval '1 day'`, ledger.CheckRows, 0, "clocks row answer: due_at is"},
		"a provider let in":              {`INSERT INTO case_providers SELECT 'beta', case_ref, is_open, due_at, opened_at FROM case_providers`, ledger.CheckRows, 0, "case_providers row beta"},
		"a changed personal text":        {`UPDATE vault SET text = 'Kandidaat E' WHERE field = 'candidate'`, ledger.CheckTexts, 2, "was changed"},
		"a personal text emptied":        {`UPDATE vault SET text = NULL, salt = NULL WHERE field = 'candidate'`, ledger.CheckTexts, 2, "no erasure says so"},
		"a personal text removed":        {`DELETE FROM vault WHERE field = 'candidate'`, ledger.CheckTexts, 2, "not in the vault"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, h, _ := written(t)
			tamper(t, s, c.sql)
			r := audit(t, s, h)
			found := slices.ContainsFunc(r.Findings, func(f ledger.Finding) bool {
				return f.Case == audited && f.Check == c.check && f.Seq == c.seq && strings.Contains(f.What, c.what)
			})
			require.True(t, found, "%+v", r.Findings)
			text, err := json.Marshal(r)
			require.NoError(t, err)
			require.NotContains(t, string(text), "Kandidaat E", "a report holds no personal text")
		})
	}
}

func TestAnAuditHoldsTheLedgerAgainstTheHistory(t *testing.T) {
	t.Parallel()
	s, h, _ := written(t)
	whole := h[audited]
	with := func(change func(*ledger.Recorded)) ledger.Report {
		r := whole
		r.Events = slices.Clone(whole.Events)
		change(&r)
		return audit(t, s, histories{audited: r})
	}
	only := func(r ledger.Report, seq int64, what string) {
		require.Len(t, r.Findings, 1, "%+v", r.Findings)
		require.Equal(t, ledger.CheckHistory, r.Findings[0].Check)
		require.Equal(t, seq, r.Findings[0].Seq)
		require.Contains(t, r.Findings[0].What, what)
	}
	only(with(func(r *ledger.Recorded) { r.Events = slices.Delete(r.Events, 1, 2) }), 2, "ledger only")
	only(with(func(r *ledger.Recorded) { r.Events = r.Events[:3] }), 4, "ledger only")
	only(with(func(r *ledger.Recorded) {
		r.Events = append(r.Events, record.Event{Case: audited, Seq: 5, Kind: "case.moved", Hash: "x"})
	}), 5, "history only")
	only(with(func(r *ledger.Recorded) { r.Events[1].Hash = "abc" }), 2, "the workflow history abc")
	only(with(func(r *ledger.Recorded) { r.Running, r.Status = false, "Terminated" }), 0, "ended (Terminated), but the case is open")

	// A worker that is busy or away has not written its last turns down yet: no difference.
	r := with(func(r *ledger.Recorded) { r.Busy, r.Events = true, r.Events[:2] })
	require.Empty(t, r.Findings)
	require.Contains(t, r.Notes[0].What, "events 3 to 4 do not stand in the workflow history yet")
	// A hole before the end is one all the same.
	only(with(func(r *ledger.Recorded) { r.Busy, r.Events = true, slices.Delete(r.Events, 0, 1) }), 1, "ledger only")

	// What retention removed is not available, and that is no difference.
	r = with(func(r *ledger.Recorded) { r.Events, r.After = r.Events[2:], 2 })
	require.Empty(t, r.Findings)
	require.Equal(t, []ledger.Note{{Case: audited, What: "workflow history of events 1 to 2 not available"}}, r.Notes)
	r = audit(t, s, histories{})
	require.Empty(t, r.Findings)
	require.Equal(t, []ledger.Note{{Case: audited, What: "workflow history not available"}}, r.Notes)
	require.Zero(t, r.InHistory)

	// A whole case that is gone from the ledger still stands in its history.
	other := whole
	r = audit(t, s, histories{audited: whole, "REG-2026-000007": other})
	require.Len(t, r.Findings, 4)
	require.Equal(t, "REG-2026-000007", r.Findings[0].Case)
}
