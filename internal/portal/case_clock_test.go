package portal

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// at is an instant on the wall clock of Brussels in March 2026.
func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, brussels) }

func ptr[T any](v T) *T { return &v }

// answerClock is the clock of the contract's example (rules, 12.4) as it stands
// at an instant: requested on Monday 2 March, 15 working days.
func answerClock(t *testing.T, now time.Time, change func(*record.Clock)) (record.Clock, *calendar.Calendar) {
	t.Helper()
	policy, err := config.Load("")
	require.NoError(t, err)
	k := record.Clock{ID: "answer", Definition: "regie.answer", Version: 1, Calendar: "workdays", CalendarVersion: 1,
		Facts: sla.Facts{Target: sla.Target{WorkingDays: 15}, Start: at(2, 10)}}
	if change != nil {
		change(&k)
	}
	cal, err := policy.Calendars.Version("workdays", 1)
	require.NoError(t, err)
	k.Result, err = sla.Evaluate(k.Facts, cal, now)
	require.NoError(t, err)
	return k, cal
}

func reading(t *testing.T, lang string, now time.Time, cal *calendar.Calendar) clockReader {
	t.Helper()
	policy, err := config.Load("")
	require.NoError(t, err)
	return clockReader{say: i18n.For(lang), now: now, calendarOf: func(record.Clock) (*calendar.Calendar, error) { return cal, nil },
		definition: func(id string, version int) (record.Definition, bool) {
			for _, d := range policy.Definitions {
				if d.ID == id && d.Version == version {
					return d.Definition, true
				}
			}
			return record.Definition{}, false
		},
		stories: map[string]pauseStory{"Q1": {Who: "antwoord van Projectleider Noord"}}}
}

func asked(to *time.Time, annulled bool) func(*record.Clock) {
	return func(k *record.Clock) {
		k.Facts.Pauses = []sla.Pause{{ID: "Q1", From: at(5, 11), To: to, Reason: "questions", Question: "Welke omgevingen?", Annulled: annulled}}
	}
}

func TestAClockSaysHowItStandsAndWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now           time.Time
		change        func(*record.Clock)
		look          string
		sentence, not string
	}{
		"it runs": {at(4, 10), nil, "running", "Nog 13 werkdagen: tot ma 23 maart 2026, einde van de dag.", ""},
		"it stands still, since when and for whom": {at(10, 10), asked(nil, false), "paused",
			"De klok staat stil sinds do 5 maart 2026, 11.00 uur en wacht op antwoord van Projectleider Noord. De einddatum schuift mee op; nu is dat ten vroegste do 26 maart 2026", ""},
		"it was met after an answer": {at(27, 17), func(k *record.Clock) { asked(ptr(at(12, 9)), false)(k); k.Facts.Stop = ptr(at(27, 16)) }, "met",
			"Op tijd klaar op vr 27 maart 2026, 16.00 uur. De termijn liep tot ma 30 maart 2026, einde van de dag.", ""},
		"its pause was annulled, so it was missed": {at(27, 17), func(k *record.Clock) { asked(ptr(at(12, 9)), true)(k); k.Facts.Stop = ptr(at(27, 16)) }, "breached",
			"Te laat: pas klaar op vr 27 maart 2026, 16.00 uur. De termijn liep tot ma 23 maart 2026", ""},
		"it is overrun": {at(25, 10), nil, "breached", "De termijn liep tot ma 23 maart 2026, einde van de dag en is 2 werkdagen over tijd.", ""},
		"a date was agreed": {at(24, 10), func(k *record.Clock) {
			k.Facts.Agreed = []sla.Agreement{{At: at(3, 9), Date: calendar.Date{Year: 2026, Month: 3, Day: 31}}}
		}, "running", "tot di 31 maart 2026, einde van de dag.", ""},
		"a term that ends is not a broken promise": {at(10, 10), func(k *record.Clock) { k.Lapse, k.Facts.Target.WorkingDays = true, 5 }, "lapsed",
			"Verstreken: de termijn liep tot ma 9 maart 2026", "verschreden"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, cal := answerClock(t, c.now, c.change)
			v, err := reading(t, "nl", c.now, cal).view(k)
			require.NoError(t, err)
			require.Equal(t, c.look, v.Look)
			require.Contains(t, v.Sentence, c.sentence)
			if c.not != "" {
				require.NotContains(t, v.StateText+v.Sentence+v.Picture.Desc, c.not)
			}
		})
	}
}

func TestAClockGivesBothValuesAndItsBasis(t *testing.T) {
	t.Parallel()
	k, cal := answerClock(t, at(27, 17), func(k *record.Clock) { asked(ptr(at(12, 9)), false)(k); k.Facts.Stop = ptr(at(27, 16)) })
	v, err := reading(t, "nl", at(27, 17), cal).view(k)
	require.NoError(t, err)
	require.Contains(t, v.Figures, fact{"Werkelijke duur", "19 werkdagen"})
	require.Contains(t, v.Figures, fact{"Daarvan stilgestaan", "5 werkdagen"})
	require.Contains(t, v.Figures, fact{"Gecorrigeerde duur (telt voor de SLA)", "14 werkdagen (93,3 % van de termijn)"})
	require.Equal(t, "contractual", v.Flag)
	require.Equal(t, "Regel M-08 · definitie regie.answer, versie 1 · kalender workdays, versie 1 (aangenomen)", v.Basis)
	require.Equal(t, "van do 5 maart 2026, 11.00 uur tot do 12 maart 2026, 09.00 uur", v.Pauses[0].Period)
	require.Equal(t, "Welke omgevingen?", v.Pauses[0].Question)
}

func TestAnAnnulledPauseIsStruckThroughWithItsRuling(t *testing.T) {
	t.Parallel()
	k, cal := answerClock(t, at(20, 17), asked(ptr(at(12, 9)), true))
	r := reading(t, "nl", at(20, 17), cal)
	r.stories["Q1"] = pauseStory{Ruling: "Uitspraak: stond in de CMDB."}
	v, err := r.view(k)
	require.NoError(t, err)
	require.True(t, v.Pauses[0].Annulled)
	require.Equal(t, "Uitspraak: stond in de CMDB.", v.Pauses[0].Ruling)
	require.Equal(t, "0 werkdagen", v.Figures[4].Value)
	html := drawn(t, v.Picture)
	require.Contains(t, html, `class="annulled"`)
	require.NotContains(t, html, `class="still"`)
}

func TestThePictureIsWellFormedAndTold(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		k, cal := answerClock(t, at(10, 10), func(k *record.Clock) {
			asked(nil, false)(k)
			k.Facts.Pauses[0].Question = `A & B < "C"`
			k.Rungs = []record.Rung{{Key: "75%", At: at(24, 0)}, {Key: record.RungDue, At: at(26, 0)}}
			k.Fired = []string{"50%"}
		})
		r := reading(t, lang, at(10, 10), cal)
		r.reached = map[string]map[string]time.Time{"answer": {"50%": at(9, 0)}}
		v, err := r.view(k)
		require.NoError(t, err)
		svg := drawn(t, v.Picture)
		parts := elements(t, svg)
		require.Equal(t, 1, parts["desc"])
		require.GreaterOrEqual(t, parts["title"], 1)
		require.NotContains(t, svg, "style=", "the content policy forbids styles in a page")
		require.Contains(t, svg, `class="still"`)
		require.Contains(t, v.Picture.Desc, v.Sentence)
		require.Len(t, v.Picture.Rungs, 2)
		require.True(t, v.Picture.Rungs[0].Reached)
		require.NotContains(t, svg+v.Sentence+v.Basis, "<no value>")
	}
}

func TestThePictureKeepsItsPlaces(t *testing.T) {
	t.Parallel()
	k, cal := answerClock(t, at(25, 10), nil)
	p := drawClock(k, cal, at(25, 10), nil, clockWords{Tick: func(d calendar.Date) string { return d.String() }})
	require.NotNil(t, p.Over, "what lies after the due date stands apart")
	require.InDelta(t, float64(p.Due.X), float64(p.Over.X), .01)
	require.Greater(t, p.Today.X, p.Due.X)
	require.Len(t, p.Shaded, 3, "three weekends")
	require.LessOrEqual(t, len(p.Ticks), 6, "few enough for a phone")
	for _, b := range append(p.Shaded, p.Term, *p.Used, *p.Over) {
		require.GreaterOrEqual(t, b.X, share(0))
		require.LessOrEqual(t, b.X+b.Width, share(100.001))
	}
	// A term of years has a handful of dates too, and no single days.
	long, cal := answerClock(t, at(25, 10), func(k *record.Clock) { k.Facts.Target = sla.Target{CalendarMonths: 36} })
	p = drawClock(long, cal, at(25, 10), nil, clockWords{Tick: func(d calendar.Date) string { return d.String() }})
	require.LessOrEqual(t, len(p.Ticks), 8)
	require.Empty(t, p.Shaded)
	require.Nil(t, p.Over)
}

// clockParts are the parts of a case's page, apart from those that pages are made of:
// what has been executed cannot be cloned any more.
var clockParts = template.Must(template.Must(base.Clone()).ParseFS(templateFiles, "templates/case.html"))

// drawn is the picture as the page has it.
func drawn(t *testing.T, p clockPicture) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, clockParts.ExecuteTemplate(&b, "clock-picture", p))
	return b.String()
}

// elements counts the elements of a document, which must be well-formed.
func elements(t *testing.T, doc string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok {
			counts[e.Name.Local]++
		}
	}
}
