package portal

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// strange is a case of a process that the portal knows nothing of.
func strange(change func(*caseReader)) caseReader {
	r := caseReader{say: i18n.For("nl"), proc: process{name: "riddle"}, Whole: app.Whole{
		CaseRow: ledger.CaseRow{Ref: "RID-2026-000001", Process: "riddle", Stage: "asked", Title: "Wat is het?",
			Parties: record.Parties{Client: "noord", Providers: []string{"alfa", "beta"}, Requester: "pl"}},
		Now:   at(10, 10),
		Names: map[string]string{"alfa": "Alfa", "beta": "Beta", "noord": "Noord", "pl": "Projectleider Noord", "am": "Medewerker Alfa"}}}
	if change != nil {
		change(&r)
	}
	return r
}

// asks gives a case an open task of a kind that has no words.
func asks(r *caseReader) {
	r.Tasks = []ledger.TaskRow{{Task: record.Task{ID: "RID-2026-000001/1", Kind: "solve_riddle", Command: "solve", State: record.TaskOpen,
		Assignee: record.Recipient{Org: "alfa", Role: identity.RoleAgent}}}}
}

func TestACaseOfAnyProcessHasAPage(t *testing.T) {
	t.Parallel()
	r := strange(func(r *caseReader) {
		asks(r)
		r.Events = []record.Event{{Seq: 1, At: at(2, 10), Recorded: at(2, 10), Actor: record.Actor{Person: "pl"}, Kind: "riddle.asked", Hash: "0123456789abcdef", Source: "servicenow"}}
		r.Links = []ledger.Link{{Kind: "unheard", Ref: "REG-2026-000007", Process: "regie", Title: "Analist", Stage: "offered"}}
	})
	w := httptest.NewRecorder()
	v := &visit{portal: &portal{service: &app.Service{}}, w: w, r: httptest.NewRequest("GET", "/cases/RID-2026-000001", nil), text: r.say, now: r.Now}
	v.r.Header.Set("HX-Request", "true")
	v.r.Header.Set("HX-Target", "live")
	page, err := v.casePage(r)
	require.NoError(t, err)
	require.NoError(t, plainCase(v, 200, page))
	html := w.Body.String()
	for _, shown := range []string{"Wat is het?", "RID-2026-000001", "riddle", "asked", "Noord", "Alfa, Beta", "Projectleider Noord", "solve_riddle",
		"Wacht op Alfa: solve_riddle.", "Projectleider Noord: riddle.asked", "overgenomen uit ServiceNow", "U hoeft nu niets te doen.",
		"Verbonden met", `href="/cases/REG-2026-000007"`, "Ondersteuning in-regie", "Offerte ingediend"} {
		require.Contains(t, html, shown)
	}
	require.NotContains(t, html, `class="steps"`, "nobody drew the process")
	require.NotContains(t, html, "Vertegenwoordiger", "there is none")
}

func TestWhatACaseOfAnyProcessWaitsFor(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Wacht op Alfa: solve_riddle.", strange(asks).waiting())
	require.Equal(t, "Fase: asked. Er wordt nu niets gevraagd.", strange(nil).waiting())
	require.Equal(t, "Dit dossier is afgesloten: asked.", strange(func(r *caseReader) { asks(r); r.Outcome = "solved" }).waiting())
	own := strange(func(r *caseReader) { asks(r); r.Process, r.Stage = "regie", "closing" })
	require.Equal(t, i18n.For("nl").T("regie.wait.closing"), own.waiting(), "a process's own sentence by its stage")
}

func TestActionsOfAnyProcessComeFromPolicyStageAndTexts(t *testing.T) {
	t.Parallel()
	agent := identity.Principal{Person: "am", Org: "alfa", Kind: "provider", Roles: []string{identity.RoleAgent}}
	mine := actionsFor(strange(asks), agent)
	require.Equal(t, "/cases/RID-2026-000001/solve", mine.Primary.Path)
	require.Equal(t, "solve_riddle", mine.Primary.Text)
	require.False(t, actionsFor(strange(nil), agent).Any())
	// The words and the policy of a process that has both; the stage's commands as it says.
	known := strange(func(r *caseReader) {
		r.Process = "regie"
		r.proc = process{name: "regie", grave: []string{"submit-offer"}, allowed: func(string) []string {
			return []string{"submit-offer", "ask-questions", "withdraw", "without-words"}
		}}
	})
	var paths []string
	for _, a := range actionsFor(known, agent).Others {
		paths = append(paths, a.Path)
	}
	require.Equal(t, []string{"/cases/RID-2026-000001/ask-questions", "/cases/RID-2026-000001/submit-offer"}, paths, "grave ones last; withdrawing is the client's")
}

func TestAnyEventIsToldWithTheValuesOfItsBody(t *testing.T) {
	t.Parallel()
	answer, _ := answerClock(t, at(10, 10), nil)
	tell := func(kind, body string) story {
		r := strange(func(r *caseReader) { r.Clocks = []record.Clock{answer} })
		return storyOf(r, record.Event{Kind: kind, Actor: record.Actor{Person: "am"}, Body: json.RawMessage(body)})
	}
	require.Equal(t, "Antwoordtermijn voor de offerte: drempel 50 % bereikt.", tell("clock.threshold", `{"clock":"answer","rung":"50%"}`).Sentence)
	require.Equal(t, "Medewerker Alfa besliste: Goedkeuren.", tell("task.decided", `{"option":"approve"}`).Sentence)
	told := tell("regie.due_date_proposed", `{"date":"2026-03-31","reason":"Meer werk","nested":{"x":1}}`)
	require.Contains(t, told.Sentence, "di 31 maart 2026")
	require.Equal(t, []string{"Meer werk"}, told.Details)
	require.NotContains(t, tell("regie.due_date_proposed", `{}`).Sentence, "<no value>", "what the event left out reads as a dash")
	require.Equal(t, "Het dossier is overgenomen uit ServiceNow, met 12 feiten.", tell("case.taken_over", `{"source":"servicenow","facts":12}`).Sentence)
	there := storyOf(strange(nil), record.Event{Kind: "case.registered", Source: "servicenow"})
	require.Equal(t, "ServiceNow opende het dossier.", there.Sentence, "somebody in the other tool, not this product")
	require.Equal(t, "Medewerker Alfa: riddle.asked", tell("riddle.asked", `{"x":"y"}`).Sentence)
}

func TestValuesReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	r := strange(func(r *caseReader) { r.Process = "regie" })
	for _, c := range []struct{ field, value, want string }{
		{"date", "2026-03-31", "di 31 maart 2026"},
		{"at", "2026-03-10T13:30:00Z", i18n.For("nl").DateTime(at(10, 14).Add(30 * 60e9))},
		{"provider", "alfa", "Alfa"},
		{"total", "1250.5", i18n.For("nl").Money(decimal.RequireFromString("1250.5"))},
		{"stage", "offered", "Offerte ingediend"},
		{"state", "pending", i18n.For("nl").T("regie.state.pending")},
		{"reference", "PO-7", "PO-7"},
	} {
		require.Equal(t, c.want, r.told(c.field, c.value), c.field)
	}
	require.Equal(t, calendar.Date{Year: 2026, Month: 3, Day: 10}, r.today())
}
