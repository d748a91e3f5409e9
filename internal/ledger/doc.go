// Package ledger is the product's store in PostgreSQL: the append-only chain of
// case events, the read rows that are made from them, the outbox, the people and
// organisations, and the vault of personal texts.
//
// Record writes an event and everything that follows from it in one transaction
// and is idempotent on (case, seq). What Record projects, Reproject rebuilds from
// the events alone; Audit holds the chain, the read rows and the workflow's
// history against one another.
package ledger
