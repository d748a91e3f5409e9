// Package notice is the process "Geplande onbeschikbaarheid": the Service
// Integrator tells beforehand that a service will not be available (E-06).
//
//  1. The Service Integrator publishes a notice: the service, what happens, from
//     when to when, and for which Clients; none named means all. It stands on the
//     status page from that moment (E-06).
//  2. The window lies ahead when it is published, and ends after it begins.
//  3. The requesters of the Clients that it affects get a mail, and so do those
//     who subscribed to public news (E-06).
//  4. A window outside a weekend can be published, and its sender is told that it
//     does not count as planned; the notice keeps whether it does (E-37).
//  5. The notice is under way from the beginning of its window, and it ends with it.
//  6. Until then the text and the window can be updated; the same people get a mail
//     again. A window that has begun keeps its beginning.
//  7. Work that is done early ends the notice; planned work that does not go
//     through is called off with its reason. Both are mailed.
//  8. From its publication to its end it stands among all that is planned: whenever
//     it comes, moves or goes, the planned changes that it touches look again with
//     what they collide (B-36).
package notice
