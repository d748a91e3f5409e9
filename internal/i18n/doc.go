// Package i18n holds the texts that people read, in Dutch and English, and
// writes dates, numbers and amounts the way readers of each language expect.
//
// The texts stand in locales/<language>/<area>.yaml under flat IDs such as
// "nav.tasks". A text may have places, {{.Name}}, that the caller fills; one with
// a plural has the forms one and other and is chosen by the place Count. Both
// languages have the same IDs and the same places; a test says so.
package i18n
