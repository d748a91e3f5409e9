// Package casework is what every case shares. A process package contributes its
// state, its transition table, its handlers and its story; casework owns the
// rest:
//
//  1. A case is one workflow. It starts with everything it needs: its
//     reference, its parties, and the policy (SLA definitions, approval flow,
//     price list) that it keeps until its end.
//  2. The case changes only in turns. A turn is one fact with all that follows
//     from it: the new stage, tasks opened and closed, clocks started, paused
//     and stopped, mails. Turns follow one another; none runs inside another.
//  3. A turn ends by recording: a local activity writes the event and the read
//     rows in one transaction and returns the event, so that it stands in the
//     workflow's history too. It retries without end: while the database is
//     away the case waits, it never fails for that. A turn whose number is taken
//     in the ledger, because a worker died between the ledger and the history,
//     takes over the event that stands there and is taken again after it.
//  4. A command is an Update. Its check is pure and decides, from the state
//     alone, whether the command is legal; it runs before the command is
//     accepted and once more when its turn has come.
//  5. Whatever was due before a command comes first: a clock that reached its
//     time while the workers were away fires before the command is applied, at
//     its own instant, with its lateness recorded.
//  6. Between messages the case sleeps until the earliest instant of its clocks
//     and alarms. A pending timer is kept as long as that instant stands.
//  7. No deadline is computed here. The recording activity asks internal/sla
//     and the answer enters the history as a fact, with the version of the
//     calendar and of the definition used.
//  8. A long case continues as new when it is drained, with all it knows. A case
//     follows the version of its process that it was opened with until then.
//  9. A case ends by its process, by cancellation, or by failure; each leaves a
//     terminal event, closes the open tasks and cancels the running clocks.
package casework
