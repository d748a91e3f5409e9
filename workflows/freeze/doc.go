// Package freeze is the process "Wijzigingsstop en onderhoudsvenster": a period in
// which nothing may be changed, or in which somebody maintains something (B-36).
//
//  1. The Service Integrator announces a freeze: from when to when, for which services
//     and items of the map, none meaning all, and why. A provider can announce a
//     maintenance window of its own items.
//  2. It counts from that moment: every planned change that it touches looks again with
//     what it collides, also those already approved. The announcer learns how many.
//  3. It can be changed until it ends, a freeze also to hold for everything; what it
//     touched before and touches now looks again, and the providers whom it concerns
//     now see it.
//  4. It is under way from its beginning and ends with its end, or earlier when it is
//     lifted, with the reason.
package freeze
