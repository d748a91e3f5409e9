package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

func TestTheDigestOfTheQueueChangesWithEveryShownColumn(t *testing.T) {
	t.Parallel()
	s := open(t)
	log(t, s, 29*40)
	exec(t, s.Pool(), `INSERT INTO organisations (id, kind, name) SELECT DISTINCT client_org, 'client', client_org FROM cases WHERE client_org <> '' ON CONFLICT DO NOTHING`)
	page := ledger.Page{Limit: 20}
	of := func(f ledger.QueueFilter) string {
		d, err := s.QueueDigest(t.Context(), all, f, page)
		require.NoError(t, err)
		return d
	}
	rows, _, err := s.Incidents(t.Context(), all, ledger.QueueFilter{}, page)
	require.NoError(t, err)
	require.Len(t, rows, 20)
	seventh := rows[6]
	exec(t, s.Pool(), `INSERT INTO people (id, org, name, email, roles) VALUES ('an', $1, 'Aanvrager', 'an@example.org', '{requester}')`, seventh.Client)
	last := of(ledger.QueueFilter{})
	require.Equal(t, last, of(ledger.QueueFilter{}), "nothing changed")
	require.NotEqual(t, last, of(ledger.QueueFilter{Sort: ledger.QueueByNewest}))
	for _, change := range []string{
		`title = 'Nieuws'`, `stage = 'resolved'`, `client_org = 'client199'`, `requester = 'x'`, `opened_at = opened_at - interval '1 minute'`,
		`updated_at = updated_at + interval '1 minute'`, `due_at = due_at + interval '1 second'`, `seq = seq + 1`,
		`view = view || '{"priority":"P0"}'`, `view = view || '{"service":"sx"}'`, `view = view || '{"frozen":{}}'`,
		`view = view || '{"waiting":"W1","waits":{"W1":{"reason":"user"}}}'`, `view = jsonb_set(view, '{handler,team}', '"tx"')`,
		`view = jsonb_set(view, '{handler,agent}', '"an"')`, `outcome = 'confirmed', closed_at = now()`,
	} {
		exec(t, s.Pool(), `UPDATE cases SET `+change+` WHERE ref = $1`, seventh.Ref)
		now := of(ledger.QueueFilter{})
		require.NotEqual(t, last, now, change)
		last = now
		if change == `view = jsonb_set(view, '{handler,agent}', '"an"')` {
			exec(t, s.Pool(), `UPDATE people SET name = 'Melder' WHERE id = 'an'`)
			require.NotEqual(t, last, of(ledger.QueueFilter{}), "who has it is called something else")
			last = of(ledger.QueueFilter{})
		}
	}
	exec(t, s.Pool(), `UPDATE organisations SET name = 'Anders' WHERE id = $1`, rows[7].Client)
	require.NotEqual(t, last, of(ledger.QueueFilter{}), "a client is called something else")
	_, err = s.QueueDigest(t.Context(), all, ledger.QueueFilter{}, ledger.Page{Cursor: "nonsense"})
	require.ErrorIs(t, err, ledger.ErrCursor)
}
