// Package icalendar writes calendars that people subscribe to or open in their
// own agenda: iCalendar, RFC 5545, with the few properties of RFC 7986 that
// agendas read (NAME, REFRESH-INTERVAL).
//
//	Calendar{Name: "…", Events: []Event{…}}.Bytes()
//
// An event is either whole days ([Event.FirstDay] to [Event.LastDay], civil dates
// without a zone: 1 February is 1 February wherever it is read) or a stretch of
// time ([Event.Start] to [Event.End], instants). Instants are written in UTC, so
// that no time zone's rules have to travel with them; an agenda shows them on its
// reader's own clock, also across the clock changes.
//
// An agenda recognises an event by its UID, which must therefore be made of what
// never changes (a case's reference and a milestone's ID, not a title), and takes a
// new version by Sequence and Updated. The package does no I/O and has no clock:
// the same calendar always gives the same bytes.
package icalendar
