// Package survey is the process "Tevredenheidsbevraging": the reporter of an
// incident is asked, once, how satisfied they are with how it was handled. The
// scores are the Service Desk's, also for what another provider solved (E-14).
//
//  1. When an incident is closed, its reporter is offered a survey at once, by
//     one mail: there is no reminder, and nobody is asked twice (E-14). Without a
//     reporter nobody is asked. The survey names the provider that solved the
//     incident, and keeps whether the Service Desk did anything by hand; if not,
//     it is not counted (E-20).
//  2. Who does not answer within 10 working days is not waited for any longer.
//  3. The reporter gives a score from 1, not satisfied, to 5, very satisfied, and
//     may add a comment (E-14). That is done once: a second answer is refused.
//  4. After a score of 1 or 2 the Service Desk contacts the reporter within 3
//     working days, and reports what came of it (E-15).
//  5. After any other score the survey ends.
//  6. The mean of the scores, per month and per Client, is there as soon as an
//     answer is recorded, so that the Service Desk can follow a falling trend
//     (E-16, E-17); internal/app reads it.
package survey
