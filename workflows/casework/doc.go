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
//  10. What is to be done outside the case is an errand: the turn that asks for it
//     records it, an activity does it, idempotent on the case and the errand's ID,
//     and the answer comes in a turn of its own. It is tried until it is done and
//     holds up nothing: a case that continues as new sends somebody again. Those of
//     the last turn are still done; an answer after the end changes nothing.
//  11. A case opens another by an errand that gives it its reference and starts its
//     workflow, once however often it is tried. The new case keeps the link, which
//     is read from both sides, and the opener learns the reference in an event. A
//     case sends another one a command in the same way, as the product itself; that
//     the other refused is an answer too.
//  12. A case of another tool is taken over fact by fact: each is a turn at the
//     fact's own instant, so that clocks come out as if they had been lived here.
//     Its events name their source. Thresholds of the past count as reached, and
//     nobody is told. A fact that does not fit is written down and changes nothing.
//     A term of the past lapses only after the last fact, when none can contradict
//     it any more. Commands wait until the take-over is recorded; from then on the
//     case lives as any other.
package casework
