package icalendar_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/calendar"
	"termijn/internal/icalendar"
)

var brussels, _ = time.LoadLocation("Europe/Brussels")

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

// sample has one event of each kind.
func sample() icalendar.Calendar {
	return icalendar.Calendar{
		Name: "Transitie; stand", Language: "nl", Refresh: time.Hour,
		Events: []icalendar.Event{
			{UID: "TRP-2021-000001/M4@termijn", Sequence: 2, Updated: time.Date(2021, 6, 1, 12, 0, 0, 0, time.UTC),
				FirstDay: day(2021, time.February, 28), LastDay: day(2021, time.March, 1),
				Summary: "Catalogus, versie 1; \\ af", Description: "Eerste regel\r\nTweede regel",
				URL: "https://termijn.example/zaken/TRP-2021-000001?a=1,2", Status: icalendar.Confirmed, Categories: []string{"mijlpaal", "a,b", " "}},
			{UID: "cab-1@termijn", Updated: time.Date(2021, 6, 1, 12, 0, 0, 0, time.UTC),
				Start: time.Date(2021, 10, 31, 1, 30, 0, 0, brussels), End: time.Date(2021, 10, 31, 4, 0, 0, 0, brussels), Summary: "CAB", Busy: true},
			{UID: "moment@termijn", Updated: time.Date(2021, 6, 1, 12, 0, 0, 0, time.UTC), Start: time.Date(2021, 7, 1, 9, 0, 0, 0, brussels)},
		},
	}
}

func TestWritesWhatTheStandardAsks(t *testing.T) {
	t.Parallel()
	got, err := sample().Bytes()
	require.NoError(t, err)
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//termijn//termijn//NL", "CALSCALE:GREGORIAN",
		`NAME;LANGUAGE=nl:Transitie\; stand`, `X-WR-CALNAME:Transitie\; stand`,
		"REFRESH-INTERVAL;VALUE=DURATION:PT60M", "X-PUBLISHED-TTL:PT60M",
		"BEGIN:VEVENT", "UID:TRP-2021-000001/M4@termijn", "DTSTAMP:20210601T120000Z", "LAST-MODIFIED:20210601T120000Z", "SEQUENCE:2",
		"DTSTART;VALUE=DATE:20210228", "DTEND;VALUE=DATE:20210302", // the end is excluded
		`SUMMARY;LANGUAGE=nl:Catalogus\, versie 1\; \\ af`, `DESCRIPTION;LANGUAGE=nl:Eerste regel\nTweede regel`,
		"URL:https://termijn.example/zaken/TRP-2021-000001?a=1,2", "STATUS:CONFIRMED", `CATEGORIES;LANGUAGE=nl:mijlpaal,a\,b`, "TRANSP:TRANSPARENT", "END:VEVENT",
		// Three and a half hours, as the clock goes back in between.
		"BEGIN:VEVENT", "UID:cab-1@termijn", "DTSTAMP:20210601T120000Z", "LAST-MODIFIED:20210601T120000Z", "SEQUENCE:0",
		"DTSTART:20211030T233000Z", "DTEND:20211031T030000Z", "SUMMARY;LANGUAGE=nl:CAB", "TRANSP:OPAQUE", "END:VEVENT",
		"BEGIN:VEVENT", "UID:moment@termijn", "DTSTAMP:20210601T120000Z", "LAST-MODIFIED:20210601T120000Z", "SEQUENCE:0",
		"DTSTART:20210701T070000Z", "TRANSP:TRANSPARENT", "END:VEVENT",
		"END:VCALENDAR", "",
	}
	require.Equal(t, strings.Join(want, "\r\n"), string(got))
	again, err := sample().Bytes()
	require.NoError(t, err)
	require.Equal(t, got, again, "the same calendar gives the same bytes")
}

func TestRefusesEventsThatNoAgendaCouldKeep(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*icalendar.Event){
		"a UID is needed":        func(e *icalendar.Event) { e.UID = "" },
		"without line ends":      func(e *icalendar.Event) { e.UID = "a\r\nDTSTART:1" },
		"no instant of the last": func(e *icalendar.Event) { e.Updated = time.Time{} },
		"counts from 0":          func(e *icalendar.Event) { e.Sequence = -1 },
		"either a first day or":  func(e *icalendar.Event) { e.FirstDay = calendar.Date{} },
		"an end of days with":    func(e *icalendar.Event) { e.End = e.Updated },
		"lies before the first":  func(e *icalendar.Event) { e.LastDay = e.FirstDay.AddDays(-1) },
		"RFC 5545 knows":         func(e *icalendar.Event) { e.Status = "DONE" },
		"is not absolute":        func(e *icalendar.Event) { e.URL = "/zaken/1" },
		"the UID is there twice": func(e *icalendar.Event) { e.UID = "cab-1@termijn" },
		"it ends before it starts": func(e *icalendar.Event) {
			e.FirstDay, e.LastDay, e.Start, e.End = calendar.Date{}, calendar.Date{}, e.Updated, e.Updated.Add(-1)
		},
		"give either a first day or": func(e *icalendar.Event) { e.Start = e.Updated },
	} {
		c := sample()
		spoil(&c.Events[0])
		_, err := c.Bytes()
		require.ErrorContains(t, err, want)
	}
}

// read is a reading of the standard of its own: it unfolds, and unescapes the
// value of one property per event.
func read(t require.TestingT, text, property string) []string {
	require.True(t, strings.HasSuffix(text, "\r\n"))
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		require.NotContains(t, line, "\n", "line ends are CR LF")
		require.NotContains(t, line, "\r")
		require.LessOrEqual(t, len(line), 75, line)
		require.True(t, utf8.ValidString(line), "no character is broken in two")
	}
	var values []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		if name, _, _ = strings.Cut(name, ";"); !ok || name != property {
			continue
		}
		var b strings.Builder
		for i := 0; i < len(value); i++ {
			if value[i] != '\\' {
				require.NotContains(t, ";,", string(value[i]), "they end a value")
				b.WriteByte(value[i])
				continue
			}
			i++
			b.WriteByte(map[byte]byte{'n': '\n', '\\': '\\', ';': ';', ',': ','}[value[i]])
		}
		values = append(values, b.String())
	}
	return values
}

func TestAnyTextSurvivesFoldingAndEscaping(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		summary := strings.TrimSpace(rapid.StringOf(rapid.RuneFrom([]rune("ab ;,:\\\"\ném€𝄞日"))).Draw(t, "summary"))
		c := icalendar.Calendar{Name: "n", Language: "nl", Events: []icalendar.Event{{UID: "u", Updated: time.Unix(0, 0), FirstDay: day(2021, 9, 1), Summary: summary}}}
		got, err := c.Bytes()
		require.NoError(t, err)
		if summary == "" {
			require.Empty(t, read(t, string(got), "SUMMARY"))
			return
		}
		require.Equal(t, []string{summary}, read(t, string(got), "SUMMARY"))
	})
}

func TestNoTextCanAddALine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		c := icalendar.Calendar{Name: text, Description: text, Events: []icalendar.Event{{
			UID: "u", Updated: time.Unix(0, 0), FirstDay: day(2021, 9, 1), Summary: text, Description: text, Location: text, Categories: []string{text}}}}
		got, err := c.Bytes()
		require.NoError(t, err)
		require.Equal(t, []string{"VCALENDAR", "VEVENT"}, read(t, string(got), "BEGIN"))
		require.Equal(t, []string{"u"}, read(t, string(got), "UID"))
	})
}
