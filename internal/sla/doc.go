// Package sla computes service-level clocks: from what is known about a case at
// an instant it says when the promise is due, how much of it is used, and whether
// it was kept.
//
// Everything here is pure: no clock is read, nothing is stored. The same facts,
// calendar and instant always give the same answer, so that every figure can be
// recomputed from the ledger of a case.
//
// # What counts
//
// A clock is described by [Facts]: a [Target], a start, pauses, agreed dates, a
// stop, a cancellation. [Evaluate] takes them as they were known at an instant:
// a stop after it is not there yet, a pause that ends after it is still open, an
// agreement after it does not exist. A stopped or cancelled clock stays as it was
// at that moment; what happens later no longer touches it.
//
// While a pause is open, the due instant is computed as if the pause ended at the
// instant asked about. It is therefore the earliest that the due instant can
// still be.
//
// # Breach
//
// A target in days is breached at its due instant, the midnight after its last
// day; a stop must come before it. A target in time is breached right after its
// due instant; a stop at that instant still meets it. A breach is looked for under
// every promise that held on the way: an agreed date that comes after the breach
// of the earlier promise does not undo it, though it is reported as the new due
// instant. Only the annulment of a fact can undo a breach.
//
// # Thresholds
//
// A threshold of p % of N working days is reached at the end of working day k,
// the first with k/N ≥ p %: that day counts as used when it is over. So 100 %
// falls together with the due instant. See [Thresholds].
package sla
