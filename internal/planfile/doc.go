// Package planfile is a programme's plan as a file: what planners make with a
// spreadsheet, a text editor or a planning tool is read, checked as a whole, and
// written again.
//
//	ReadYAML, ReadCSV, ReadXLSX, ReadMSPDI (file, rules) (Reading, error)
//	WriteYAML(plan)                       for a text editor and version control
//	WriteCSV(plan, language)              for a spreadsheet
//	WriteXLSX(plan, language, sheets…)    the same, with more sheets
//	WriteMSPDI(plan, calendar, language)  for a planning tool: dates and dependencies alone
//	Check(plan, rules) (remarks, error)          the same checks without a file
//
// The report for the Board is put on paper by package paper, dates for an agenda are
// written by package icalendar, and [Plan.Network] is what package network computes.
//
// # What is wrong
//
// A file is taken whole or not at all. The error is [Problems]: everything that is
// wrong, each with its line, its column or key, and a code that is translated for
// the reader. A date that is no working day is refused, unless the milestone names
// the rule of the contract that fixes it ([Milestone.Rule]): then it stays as the
// contract writes it, and a remark names the last working day before.
package planfile
