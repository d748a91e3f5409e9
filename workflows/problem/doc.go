// Package problem is the process that finds out why incidents happen, says what
// helps meanwhile, and removes the cause.
//
// # How a problem begins
//
//  1. A critical incident that is resolved registers its problem at once (C-26).
//     The term for the root cause, 5 working days, counts from the instant of the
//     resolution (C-25). Only an incident that a user reported counts (C-27).
//  2. The Service Integrator, or a provider for its own service, opens a problem
//     by hand; its term counts from the registration.
//  3. The trend analysis over all incidents proposes a problem (B-31, E-42). The
//     Service Desk accepts it, and its term counts from then on; or declines it
//     with a reason, and the case ends.
//
// # Who works on it
//
//  4. The Service Integrator assigns the problem to the best-placed provider, with
//     a reason, and is asked to when several providers are involved or none is
//     known (B-31). All providers that are involved see the case. A provider
//     outside the ecosystem that must find the cause is named; the problem then
//     does not count (C-27), and who it is assigned to follows it up.
//  5. For each of the three stages, root cause available, known error defined,
//     solution implemented, a date is agreed with a reason (B-13). A later date
//     does not hide that an earlier one passed. The case says at any time who must
//     act, and what is asked.
//
// # The stages
//
//  6. Whoever has the problem, or the Service Integrator, says what the root cause
//     is; that stops the term (C-25). When a change was the cause, its reference
//     (C-28) and who made it (C-29) are said too. It can be corrected; the term is
//     not touched by that. A change that is a case is told what it caused; one that
//     has ended cannot hear it, so the standard change that it followed is told of
//     the critical incident (B-35). A change that turns out not to be the cause is
//     told that too.
//  7. A finding on the process of the Service Integrator comes with its proof. A
//     provider that deviated from it: no price correction for the Service
//     Integrator; a process badly described or communicated: the correction stays;
//     no finding: undecided. The product shows which, and guesses nothing (C-30).
//  8. A known error has its symptoms and a workaround. A public one is shown to
//     who is about to report an incident, from that instant on (E-06).
//  9. Whoever has the problem implements the solution. The Service Integrator checks
//     whether it works and closes the problem with the result.
//  10. A cause that was wrong or a solution that does not work reopens the problem,
//     with a reason: the stage that was reached is open again, and the term for the
//     root cause runs on without the time in between.
//
// # A critical incident that took too long
//
//  11. When the incident took longer than its target, the Service Integrator is
//     asked to analyse why (C-24).
//  12. Had it no share in that, it shows proof and the Board rules: approved, the
//     incident is not in its price correction; rejected, with a reason, it stays.
//     The problem does not end while this is open (C-24).
//
// # At any time
//
//  13. Its incident can be reopened and resolved again: the earlier resolution was
//     none. A term that still runs counts from the last one (C-25), and what took
//     too long only now is analysed too (C-24). Incidents are linked and notes are written. The Service Integrator withdraws
//     a problem that is none, with a reason.
package problem
