package ledger

import (
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// postMails puts one row per reader into the outbox: a person, or the people of
// an organisation with a role, or all of them, or the confirmed subscribers, each
// address once. Who left the product gets none, and who is meant twice, as an agent
// and as a manager, gets one.
const postMails = `
INSERT INTO outbox (key, case_ref, template, person, task, args, created_at)
SELECT DISTINCT ON (p.id, m.mail->'template', m.mail->'task', m.mail->'args')
	$1 || '.' || $2::bigint || '.' || (m.n - 1) || '.' || p.id, $1, m.mail->>'template', p.id, coalesce(m.mail->>'task', ''),
	coalesce(m.mail->'args', '{}'), $3
FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS m (mail, n)
CROSS JOIN LATERAL (SELECT m.mail #>> '{to,person}' AS person, m.mail #>> '{to,org}' AS org, m.mail #>> '{to,role}' AS role,
	m.mail #>> '{to,subscribers}' AS subscribed) r
CROSS JOIN LATERAL (
	SELECT id FROM people WHERE active AND id = r.person
	UNION ALL
	SELECT id FROM people WHERE active AND r.person IS NULL AND org = r.org AND (r.role IS NULL OR r.role = ANY (roles))
	UNION ALL
	SELECT * FROM (SELECT DISTINCT ON (lower(email)) '` + subscriberPrefix + `' || id FROM subscribers
		WHERE r.subscribed IS NOT NULL AND confirmed_at IS NOT NULL AND case_ref IN ('', r.subscribed)
		ORDER BY lower(email), case_ref DESC) s
) p
ORDER BY p.id, m.mail->'template', m.mail->'task', m.mail->'args', m.n
ON CONFLICT (key) DO NOTHING`

// post queues the event's mails. Each row's key makes it unique, so that
// recording twice posts once.
func post(w *pgx.Batch, e record.Event) error {
	if len(e.Effects.Mails) == 0 {
		return nil
	}
	raw, err := json.Marshal(e.Effects.Mails)
	if err == nil {
		raw, err = storable(raw)
	}
	if err != nil {
		return fmt.Errorf("mails of %s/%d: %w", e.Case, e.Seq, err)
	}
	w.Queue(postMails, e.Case, e.Seq, e.Recorded, string(raw))
	return nil
}
