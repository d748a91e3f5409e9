// Package meeting is the Critical Incident meeting: where the providers and the
// Client that a critical incident needs are brought together, under the lead of
// the Service Integrator (B-29).
//
// # The session
//
//  1. An incident opens the meeting at once: because it is critical, because
//     several providers must work at the same time (B-29), or because it bounced
//     between them (B-28). The Service Desk, the people and the duty manager of who
//     has the incident, and the reporter are told by mail; the Service Desk leads.
//  2. People join and leave, each with a role. Everybody says so for the own
//     organisation; who leads, for anybody.
//  3. Whoever takes part writes in the log. Each entry keeps its instant and its
//     author, and is never changed.
//  4. Who leads records what is decided, with the reason, and invites further
//     providers, who see the meeting from then on.
//
// # The actions
//
//  5. Who leads gives an organisation, or a person of it, something to do by an
//     instant or by the end of a day. It is asked by a task and limited by a clock.
//  6. The organisation itself says what came of its action; nobody acts for a
//     provider (G-02). An action that is not needed any more is dropped with a reason.
//
// # The end
//
//  7. Who leads writes the minutes, and closes the meeting with them. Actions that
//     are still open are finished, dropped, or explicitly carried over.
//  8. What comes after the end is refused: the meeting has its minutes.
package meeting
