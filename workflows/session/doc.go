// Package session is the process "Zitting": one meeting of a change board, from
// the preparation of its agenda to the minutes that are mailed (B-33, F-04).
//
// # The agenda
//
//  1. A session is opened in preparation. Its agenda is filled with the changes
//     that wait for its board, and with those that come until the cut-off; that of an
//     extra session by its chair. Each change on it learns when it will be decided.
//  2. At the cut-off the agenda closes: what comes later waits for the next session,
//     unless the chair adds it. The members are told, with what they have not voted
//     on.
//  3. The chair orders the items, adds and takes off. Until she does, each filling of
//     the agenda, at the cut-off the last, puts the changes that all agree on together
//     at the beginning, then those whose window begins first. What does not wait any
//     more leaves the agenda by itself.
//  4. A session that has not begun is moved or called off by its board.
//
// # The session
//
//  5. The chair opens the session. Seats say that they are present, or are said to
//     be; a holder and a delegate take one seat.
//  6. The chair puts an item in front: from then on its time is counted.
//  7. The chair decides on the item in front, on the content that she saw: approve,
//     with conditions, reject, defer. Without a quorum nothing is decided. The change
//     is told, and may refuse: its content changed meanwhile. Then the item stays, and
//     says why.
//  8. Items on which all agree are dealt with in one stroke.
//  9. The minutes write themselves as it goes: presence, items, decisions with
//     reasons; the chair adds to them.
//
// # The end
//
//  10. Closing carries over what was not decided, ends the session and mails the
//     minutes; the board is told.
//  11. A session that nobody opened on its day lapses, visibly.
package session
