package portal

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/regie"
)

// whole is a case of Noord at Alfa in a stage, as it stands on Tuesday 10 March.
func whole(t *testing.T, stage string, change func(*regieReader)) regieReader {
	t.Helper()
	answer, _ := answerClock(t, at(10, 10), nil)
	notice, _ := answerClock(t, at(3, 10), func(k *record.Clock) { k.ID, k.Facts.Target.WorkingDays = regie.ClockCompleteness, 5 })
	r := regieReader{caseReader: caseReader{say: i18n.For("nl"), proc: regieProcess, Whole: app.Whole{
		CaseRow: ledger.CaseRow{Ref: "REG-2026-000001", Process: "regie", Stage: stage, Parties: record.Parties{Client: "noord", Providers: []string{"alfa"}}},
		Clocks:  []record.Clock{answer, notice}, Now: at(10, 10),
		Names: map[string]string{"alfa": "Alfa", "noord": "Noord", "pl": "Projectleider Noord", "dh": "Diensthoofd Noord"}}},
		own: regie.State{Request: regie.Request{Provider: "alfa", Representative: "pl", Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3}}}
	if change != nil {
		change(&r)
	}
	return r
}

func task(kind, subject string, to record.Recipient) ledger.TaskRow {
	return ledger.TaskRow{Task: record.Task{ID: "REG-2026-000001/9", Kind: kind, Subject: subject, Assignee: to, State: record.TaskOpen}}
}

func TestTheCaseSaysWhatItWaitsForAndForWhom(t *testing.T) {
	t.Parallel()
	asked := regie.Round{ID: "Q1", Asked: at(5, 11), Suspends: true, Questions: []regie.Question{{ID: "Q1.1", Text: "Welke?"}}}
	offer := &regie.Offer{ID: "O1", ValidUntil: calendar.Date{Year: 2026, Month: 5, Day: 29}, Lines: map[string]regie.Line{}}
	for _, c := range []struct {
		stage  string
		change func(*regieReader)
		want   string
	}{
		{regie.Submitted, nil, "Wacht op Alfa: is de aanvraag volledig? Vragen stellen kan tot ma 9 maart 2026, einde van de dag; daarna telt zwijgen als bevestiging."},
		{regie.Clarifying, func(r *regieReader) {
			r.own.Rounds = map[string]regie.Round{"Q1": asked}
			r.Clocks[0], _ = answerClock(t, at(10, 10), askedPause)
		}, "Wacht op antwoord van Projectleider Noord – de klok staat stil sinds do 5 maart 2026."},
		{regie.Clarifying, func(r *regieReader) {
			both := asked
			both.Meeting, both.Topic = true, "Kennismaking"
			r.own.Rounds = map[string]regie.Round{"Q1": both}
			r.Clocks[0], _ = answerClock(t, at(10, 10), askedPause)
		}, "Wacht op antwoord van Projectleider Noord en de informatievergadering – de klok staat stil sinds do 5 maart 2026."},
		{regie.Preparing, func(r *regieReader) {
			late := asked
			late.Suspends = false
			r.own.Rounds = map[string]regie.Round{"Q1": late}
		}, "Wacht op antwoord van Projectleider Noord. De vraag kwam te laat om de klok stil te zetten: Alfa moet de offerte nog altijd indienen tegen ma 23 maart 2026, einde van de dag."},
		{regie.Preparing, nil, "Wacht op de offerte van Alfa, uiterlijk ma 23 maart 2026, einde van de dag."},
		{regie.Preparing, func(r *regieReader) { r.Clocks[0], _ = answerClock(t, at(25, 10), nil) },
			"De offerte van Alfa is te laat: ze moest er zijn tegen ma 23 maart 2026, einde van de dag."},
		{regie.Preparing, func(r *regieReader) {
			r.own.DueDate = &regie.Proposal{Date: calendar.Date{Year: 2026, Month: 3, Day: 31}, State: "open"}
			r.Tasks = []ledger.TaskRow{task("agree_due_date", "N1", record.Recipient{Person: "pl"})}
		}, "Wacht op Projectleider Noord: is di 31 maart 2026 een goede einddatum?"},
		{regie.Offered, func(r *regieReader) { r.own.Offer = offer },
			"Wacht op Projectleider Noord: bekijk de offerte en vraag de goedkeuring. De offerte geldt tot en met 29 mei 2026."},
		{regie.Offered, func(r *regieReader) {
			r.own.Offer = offer
			r.Tasks = []ledger.TaskRow{task("revise_offer", "O1", record.Recipient{Org: "alfa", Role: "agent"})}
		}, "Wacht op een herziene offerte van Alfa."},
		{regie.Approving, func(r *regieReader) {
			r.own.Policy.Flow = []regie.Step{{Name: "Diensthoofd", Approvers: []string{"dh"}, Rule: "all"}}
			r.own.Approval = &regie.Approval{ID: "A1"}
			r.Tasks = []ledger.TaskRow{task("approve_offer", "0", record.Recipient{Person: "dh"})}
		}, "Wacht op de goedkeuring van Diensthoofd Noord (stap 1 van 1: Diensthoofd)."},
		{regie.Executing, func(r *regieReader) {
			r.own.Order = &regie.Placed{End: calendar.Date{Year: 2026, Month: 6, Day: 30}}
			r.Tasks = []ledger.TaskRow{task("approve_timesheet", "x", record.Recipient{Person: "pl"})}
		}, "In uitvoering tot en met 30 juni 2026. Projectleider Noord moet nog urenstaten goedkeuren."},
		{regie.Withdrawn, func(r *regieReader) { r.Outcome = regie.Withdrawn; r.Clocks = nil }, "Dit dossier is afgesloten: Ingetrokken."},
	} {
		require.Equal(t, c.want, whole(t, c.stage, c.change).waiting())
	}
}

func askedPause(k *record.Clock) { asked(nil, false)(k) }

func TestAReaderIsOfferedWhatPolicyAndStageAllow(t *testing.T) {
	t.Parallel()
	client := identity.Principal{Person: "pl", Org: "noord", Kind: "client", Roles: []string{identity.RoleRequester}}
	agent := identity.Principal{Person: "am", Org: "alfa", Kind: "provider", Roles: []string{identity.RoleAgent}}
	texts := func(a actions) string {
		var all []string
		if a.Primary != nil {
			all = append(all, "!"+a.Primary.Path)
		}
		for _, o := range a.Others {
			all = append(all, strings.TrimPrefix(o.Path, "/cases/REG-2026-000001/"))
		}
		return strings.Join(all, " ")
	}
	fresh := whole(t, regie.Submitted, func(r *regieReader) {
		r.Tasks = []ledger.TaskRow{task("confirm_complete", "", record.Recipient{Org: "alfa", Role: "agent"})}
		r.Tasks[0].Command = regie.ConfirmComplete.Name
	})
	require.Equal(t, "propose-due-date withdraw", texts(actionsFor(fresh, client)))
	require.Equal(t, "!/cases/REG-2026-000001/confirm-complete ask-questions propose-due-date submit-offer", texts(actionsFor(fresh, agent)))
	require.Empty(t, texts(actionsFor(fresh, identity.Principal{Person: "si", Org: "si", Kind: "si", Roles: []string{identity.RoleSLM}})))
	require.Empty(t, texts(actionsFor(whole(t, regie.Ended, func(r *regieReader) { r.Outcome = regie.Ended }), client)))
}

func TestStepsShowWhereACaseStands(t *testing.T) {
	t.Parallel()
	states := func(stage string, own regie.State) string {
		var all []string
		for _, s := range stepsOf(stage, own) {
			all = append(all, string(s.State))
		}
		return strings.Join(all, " ")
	}
	require.Equal(t, "done current next next next next next", states(regie.Clarifying, regie.State{}))
	require.Equal(t, "done done done done done current next", states(regie.Executing, regie.State{}))
	require.Equal(t, "done done done done done done done", states(regie.Ended, regie.State{}))
	require.Equal(t, "done done done stopped skipped skipped skipped", states(regie.Rejected, regie.State{Offer: &regie.Offer{}}))
}

func TestTheTimelineTellsLatenessAndBothOrders(t *testing.T) {
	t.Parallel()
	body, err := json.Marshal(regie.Round{ID: "Q1", Suspends: true, Questions: []regie.Question{{ID: "Q1.1", Text: "Welke?"}}})
	require.NoError(t, err)
	r := whole(t, regie.Clarifying, func(r *regieReader) {
		r.Events = []record.Event{
			{Seq: 1, At: at(2, 10), Recorded: at(2, 10), Actor: record.Actor{Person: "pl"}, Kind: "regie.submitted", Hash: "0123456789abcdef"},
			{Seq: 2, At: at(5, 11), Recorded: at(5, 11), Actor: record.Actor{Person: "dh", For: "pl"}, Kind: "regie.questions_asked", Body: body},
			{Seq: 3, At: at(10, 0), Recorded: at(10, 0).Add(150 * time.Minute), Kind: "clock.threshold", Body: json.RawMessage(`{"clock":"answer","rung":"50%"}`)},
			{Seq: 4, At: at(10, 1), Recorded: at(10, 1).Add(time.Minute), Kind: "regie.unheard_of"},
		}
	})
	told := timeline(r, true)
	require.Equal(t, "Projectleider Noord vroeg de ondersteuning aan. De klok begon te lopen.", told[0].Sentence)
	require.Equal(t, "0123456789", told[0].Short())
	require.Equal(t, "Diensthoofd Noord (namens Projectleider Noord) stelde vragen. De klok staat stil tot het antwoord er is.", told[1].Sentence)
	require.Equal(t, []string{"Welke?"}, told[1].Details)
	require.Equal(t, "Antwoordtermijn voor de offerte: drempel 50 % bereikt.", told[2].Sentence)
	require.Equal(t, "Pas 2 u 30 min later vastgelegd, op di 10 maart 2026, 02.30 uur.", told[2].Late)
	require.Empty(t, told[3].Late, "a minute is not worth a word")
	require.Contains(t, told[3].Sentence, "regie.unheard_of", "what nobody wrote a sentence for is still there")
	require.Equal(t, int64(4), timeline(r, false)[0].Seq)
}

var eventKind = regexp.MustCompile(`(?:Say\(|kind(?:, [a-z]\.State)? :?= )"([a-z]+\.[a-z_]+[a-z])"`)

func TestEveryEventAndCommandHasItsWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../workflows/regie/*.go")
	require.NoError(t, err)
	kinds := map[string]bool{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, m := range eventKind.FindAllStringSubmatch(string(raw), -1) {
			kinds[m[1]] = true
		}
	}
	delete(kinds, "regie.dispute_ruled") // told by its ruling
	require.Greater(t, len(kinds), 30)
	for _, lang := range i18n.Languages {
		say := i18n.For(lang)
		for kind := range kinds {
			require.True(t, say.Has("event."+kind), "%s in %s", kind, lang)
		}
		for _, stage := range regieProcess.stages {
			for _, command := range regie.Allowed(stage) {
				for _, what := range []string{"do", "send", "done"} {
					require.True(t, say.Has("regie."+what+"."+command), "%s %s in %s", what, command, lang)
				}
			}
		}
	}
}

func TestDecimalsAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"7,5": "7.5", "7.5": "7.5", " 7 ": "7", "0,80": "0.8", "1.234,50": "1234.5", "1,234.50": "1234.5",
		"€ 92,50": "92.5", "-1": "-1", "−2,5": "-2.5", "1 234,50": "1234.5"} {
		d, err := parseDecimal(typed)
		require.NoError(t, err, typed)
		require.True(t, decimal.RequireFromString(want).Equal(d), "%q is %s", typed, d)
	}
	for _, typed := range []string{"", "veel", "7,5,5", "1e9", "12 34", "0x10", "1234567890123456"} {
		_, err := parseDecimal(typed)
		require.Error(t, err, typed)
	}
}

func TestRowsComeAndGo(t *testing.T) {
	t.Parallel()
	f := newForm("lines[0].profile", "a", "lines[0].price", "1", "lines[1].profile", "b", "plan", "p", "do", "add")
	require.True(t, f.editRows("lines"))
	require.Equal(t, 3, f.rowCount("lines"))
	f.Values.Set("do", "remove:0")
	require.True(t, f.editRows("lines"))
	require.Equal(t, "b", f.Value("lines[0].profile"))
	require.Empty(t, f.Value("lines[0].price"))
	require.Equal(t, "p", f.Value("plan"))
	require.Equal(t, 2, f.rowCount("lines"))
	f.Values.Set("do", "remove:99")
	require.True(t, f.editRows("lines"), "a button of an older page changes nothing")
	require.Equal(t, 2, f.rowCount("lines"))
	f.Values.Del("do")
	require.False(t, f.editRows("lines"))
	huge := newForm("lines[4000000000000].x", "1")
	require.Less(t, huge.rowCount("lines"), 100, "nobody makes us build rows without end")
}
