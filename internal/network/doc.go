// Package network is the arithmetic of milestones that depend on one another:
// what a programme's dates come to, and what one change of them does.
//
//	Check(plan) []Problem                    cycles with their path, links to nothing
//	Compute(plan, cal) (Result, error)       expected and latest dates, float, critical path
//	Carry(before, after, cal) (Result, []Effect, error)   what a change did, and why
//
// It is pure: no I/O, no clock; the same plan and calendar always give the same
// result. Dates are civil dates, so no clock change touches them; lags and floats
// are in working days of the calendar that is given (a calendar's version goes
// with what is recorded of a result).
//
// # Dates
//
// A milestone that was reached lies on the day on which it was. Any other is
// expected on the latest of
//
//   - the date that its owner states, or its due date while the owner states none;
//   - for each predecessor, the day that lies the link's lag in working days after
//     the predecessor's expected day. A lag of 0 is the same day;
//   - the day as of which the plan is seen ([Plan.AsOf]), when that is given: what
//     is not reached today is not expected yesterday.
//
// Stated dates are taken as they are, also when they are no working days. Whether
// such a date may be stated is decided where it enters: a forecast and an agreed
// date must be working days; only a date that stands in the contract is kept as
// written (1 November 2021, of N-12, is a holiday).
//
// The latest day of a milestone is the last one that still keeps its own due
// date, those of all that follow it, and the end of the programme. Float is the
// number of working days from the expected to the latest day; below zero, some
// date cannot be kept. A milestone is impossible when its own due date cannot be.
//
// What is cancelled is left out with its links; nothing follows from it, and no
// date of a predecessor is needed for it any more.
//
// # Critical path
//
// A milestone is critical when the programme's expected end moves as soon as it
// moves by a working day. The critical path is one chain of such milestones, from
// the first open one to the end; where several are equal, the one with the
// alphabetically first IDs.
package network
