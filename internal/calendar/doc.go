// Package calendar knows which dates are working days and which hours of them
// count, and does arithmetic with both.
//
// A [Calendar] is one version of one named calendar: weekdays, holidays,
// exceptions, opening hours and a time zone. It never changes; a change makes a
// new version with a later valid-from date, and a [Book] keeps them all, so that
// a running case can go on with the version that it started with.
//
// Dates are civil dates ([Date]) without a zone. Instants are [time.Time]. The
// step from one to the other is always taken in the calendar's own zone, and is
// exact across the two clock changes of the year: a day may have 23 or 25 hours.
//
// The arithmetic looks up one small table per year, made on first use, so its
// cost does not depend on the distance. The package does no I/O.
package calendar
