// Package board is the process "Wijzigingsraad": a change board of the ecosystem,
// with its members, its rule of decision and its rhythm (B-33, B-34, F-04).
//
//  1. The Service Integrator sets up a board: its name, its scope, its seats with
//     holders and delegates, what each seat's vote covers, its quorum, its rule of
//     decision, and, unless it is an E-CAB, its rhythm: a cron expression in
//     Europe/Brussels, and how long before a meeting its agenda is cut off: at the end
//     of the Nth working day before it, or at its beginning.
//  2. The next meetings are computed from the rhythm and written down; an hour that
//     does not exist or exists twice because of a DST change is said. A meeting that
//     falls on a day that is no working day is said too; it takes place all the same,
//     unless it is skipped or moved.
//  3. There is always one meeting in preparation: it is opened as a case of its own.
//     When it has ended, or was skipped, the next one is.
//  4. A meeting can be skipped with its reason, moved, or called extra. An extra one is
//     opened at once, beside the one that is in preparation. What is in session already
//     refuses, and then stays in the calendar as it was.
//  5. The definition can be changed; changes and meetings under way keep the version
//     that they began with.
//  6. A board that is used no more is closed; its meetings in preparation end with it.
package board
