// Package rhythm says when something that recurs comes next: a cron expression of
// five fields, read on the wall clock of a zone. It is pure.
//
// The expression is read on the wall alone, and only then made an instant, so that a
// change to or from summer time skips nothing: an hour that the wall leaves out comes
// when the wall is past it, one that the wall shows twice comes the first time, and
// both are said.
package rhythm
