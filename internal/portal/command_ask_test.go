package portal

import (
	"net/url"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
)

// everything is a body with a field of each kind that can be asked for.
type everything struct {
	Line    string          `json:"line"`
	Text    string          `json:"text"`
	On      calendar.Date   `json:"on,omitzero"`
	At      *time.Time      `json:"at,omitempty"`
	Price   decimal.Decimal `json:"price"`
	Count   int             `json:"count"`
	Sure    bool            `json:"sure"`
	Way     string          `json:"way"`
	Group   string          `json:"group"`
	Round   string          `json:"round"`
	Content string          `json:"content"`
}

var asksEverything = []ask{askLine("line"), askText("text", 3), askDate("on"), askTime("at").orNot(), askNumber("price"), askCount("count"),
	askTick("sure"), askOne("way", "adapt", "stop"), askChoice("group"), askSubject("round"), askContent("content")}

func read(values map[string]string) (everything, Form) {
	f := newForm()
	f.Values = url.Values{}
	for name, value := range values {
		f.Values.Set(name, value)
	}
	body := bodyOf[everything](&entries{Form: &f, say: i18n.For("nl")}, asksEverything)
	return body, f
}

func TestABodyIsMadeOfWhatIsAsked(t *testing.T) {
	t.Parallel()
	body, f := read(map[string]string{"line": "L1", "text": "Waarom", "on": "2026-03-10", "at": "2026-03-10T14:30", "price": "92,50", "count": "3",
		"sure": "yes", "way": "stop", "group": "desk", "subject": "Q1", "content": "abc", "other": "not asked"})
	require.True(t, f.OK(), f.Errors)
	afternoon := time.Date(2026, 3, 10, 13, 30, 0, 0, time.UTC)
	require.True(t, afternoon.Equal(*body.At), "as the clock on the wall in Brussels: %s", body.At)
	require.True(t, decimal.RequireFromString("92.5").Equal(body.Price))
	body.At, body.Price = nil, decimal.Zero
	require.Equal(t, everything{Line: "L1", Text: "Waarom", On: calendar.Date{Year: 2026, Month: 3, Day: 10}, Count: 3, Sure: true, Way: "stop",
		Group: "desk", Round: "Q1", Content: "abc"}, body)
}

func TestWhatCannotBeReadIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	_, f := read(map[string]string{"at": "half drie", "price": "veel", "count": "1,5"})
	require.Equal(t, "Schrijf een getal, bijvoorbeeld 7,5.", f.Error("price"))
	require.Equal(t, "Schrijf een geheel getal, bijvoorbeeld 6.", f.Error("count"))
	require.NotEmpty(t, f.Error("at"))
	require.NotEmpty(t, f.Error("on"), "a date that must be there")
	require.Empty(t, f.Error("text"), "what lacks otherwise, the case says")
	body, f := read(map[string]string{"on": "2026-03-10"})
	require.True(t, f.OK(), f.Errors)
	require.Nil(t, body.At, "a time that may stay empty")
}

func TestAskedFieldsHaveTheirProcessesWords(t *testing.T) {
	t.Parallel()
	page := &commandPage{Page: Page{Printer: i18n.For("nl")}, Process: "regie", Command: "propose-change", Form: Sheet{Form: newForm(), words: i18n.For("nl")}}
	page.Fields = askText("reason", 4).draw(page, nil)
	page.Fields = askSubject("round").draw(page, nil)
	require.Len(t, page.Fields, 1, "what the form is about shows no field")
	require.Equal(t, "area", page.Fields[0].Kind)
	require.Equal(t, i18n.For("nl").T("regie.reason"), page.Fields[0].Label)
	require.True(t, page.Fields[0].Required)
	require.False(t, askText("reason", 4).orNot().draw(page, nil)[1].Required)
}
