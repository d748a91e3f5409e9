// Package paper puts a report on pages: a PDF on A4 or A3, landscape, of headings,
// paragraphs, tables and a plan of milestones over time. All texts come from the
// caller, in the reader's language.
//
//	Report{Title: "…", Sections: []Section{…}}.PDF()
//
// The fonts are in the file, with every character of the Latin, Greek and Cyrillic
// scripts, so that é, ë and € read the same everywhere; what no font has is shown as
// a question mark. Nothing is told by colour alone. The file names its language and
// has a table of contents for a reader's side bar, but no tags for screen readers:
// who needs those reads the page of which this is the paper.
//
// The same report always gives the same bytes: the package has no clock.
package paper
