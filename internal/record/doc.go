// Package record holds what a case writes down: events, and in them the
// changes to the case, its tasks, its clocks and the mails that follow.
//
// An Event is a fact that is never changed. Its Effects say everything that
// the read side needs, so that each read row can be rebuilt from the events
// alone. Events of a case form a chain: each carries the hash of the one
// before. Personal texts (a candidate's name, a curriculum vitae) stand in an
// event only as a reference into the vault (internal/ledger), so that a person
// can be forgotten without breaking the chain.
//
// The package is pure: no I/O, no clock.
package record
