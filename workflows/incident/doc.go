// Package incident is the process of an incident, from the first call to its
// closing:
//
//  1. A user reports it by web, e-mail, phone or chat, or monitoring does; it is
//     registered at once, at any hour (E-01, E-10). Impact and urgency give its
//     priority. The reporter gets the reference by mail (E-05).
//  2. It goes to the team that the catalogue names for its service, and to the
//     Service Desk when nobody clearly owns it (E-02).
//  3. What came by web or e-mail has an agent within 20 minutes, day and night
//     (E-25, E-26), by e-mail from its arrival on; the reporter is told that somebody
//     took it up. An agent takes it, also from a colleague, or is given it; whoever
//     works on one that has no agent has taken it.
//  4. The resolution has a target by priority. A critical incident's clock always
//     runs inside the limited office hours, and outside them only where 24/7 was
//     agreed; its target follows the instant of registration (C-20 to C-22).
//  5. The agent can wait: for the user, a supplier, a change, a problem. Where the
//     definition of the target says so, its clock stands still meanwhile. The
//     user's answer ends the wait for the user.
//  6. It can be handed over to another team, with a reason. The team that it was
//     first assigned to stays known (E-29).
//  7. After too many hand-overs between providers, or when one gets it back, also by
//     way of the Service Desk, nobody hands it over any more: the Service Integrator
//     names an owner or calls a meeting (B-28). Resolving it ends that too.
//  8. Impact and urgency can be weighed anew, with a reason. The clock of the new
//     target counts from the registration, with the pauses that it knows; a target
//     that was missed stays missed.
//  9. As soon as it is critical the Service Integrator sets up a Critical Incident
//     meeting, and when several providers must work at once it can call one (B-29).
//     It tells the affected Clients by texts that were drafted from an approved
//     template (B-30); public ones stand on the status page and go to its
//     subscribers (E-06).
//  10. Others who have the same incident join it instead of reporting it again, and
//     hear how it goes on (E-06).
//  11. Resolving it stops the clock: C-22 says "closing", which here waits for the
//     reporter's word and would measure the reporter (assumed). What the reports
//     need is noted: whether the Service Desk solved it, and why not remotely (E-33,
//     E-34), whether the first team did (E-29).
//  12. The reporter confirms, or says that it is not resolved: then the work goes
//     on, and the time in between does not count. Silence of 5 working days closes it.
//  13. A critical incident that is resolved registers its Problem at once (C-26),
//     whose root-cause clock counts from the resolution (C-25). When the target was
//     missed while it was critical, the Problem analyses the overrun too (C-24), also
//     when its priority was lowered since. Resolved again after a reopening, it says
//     so to its Problem.
//  14. It can be left out of the metric or of the price correction: two flags, each
//     with a ground, a reason and proof, and the Board's approval where the rule
//     asks for it (C-23, C-24, E-27, E-28, E-34). It does not close
//     before the Board has decided.
//  15. Closing it sends the reporter a survey, once (E-14).
//  16. It can be withdrawn before it is resolved.
//  17. One that another tool began is taken over with its history (N-09): its facts
//     hold at their own instants, and an open one goes on living.
package incident
