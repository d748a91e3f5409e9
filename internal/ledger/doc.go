// Package ledger is the product's store in PostgreSQL: the append-only chain of
// case events, the read rows that are made from them, the outbox, the people and
// organisations, and the vault of personal texts.
//
//  1. Record writes an event, its read rows and its mails in one transaction and
//     one round trip: a pipeline between two synchronisation points is one
//     transaction for PostgreSQL. It is idempotent on (case, seq).
//  2. The database itself refuses to change or remove an event, and to add one
//     that does not name the hash of the one before. Triggers bind the tables'
//     owner too; serve with a role of its own (Grant) that cannot switch them off.
//  3. Read rows (cases, case_providers, clocks, tasks, plans) follow from the events
//     alone. project writes them for Record; Reproject and Audit let the same code
//     write into temporary tables of the same names and compare.
//  4. Every list reads an index that has its scope, its order and its cursor;
//     plans_test.go holds the plans to it. Lists are planned for their arguments.
//  5. Personal texts stand in the vault; events carry salted references. They can
//     be erased, on record and under the rules of config/retention.yaml, and the
//     chain still verifies: docs/personal-data.md.
//  6. Subscribers to public news are nobody the product knows: an address and a
//     random ID, which is all that the outbox holds of them.
//
// The command of an event is not covered by its hash: it serves to answer a
// command that is sent again.
package ledger
