package ledger_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

func forget(t *testing.T, now time.Time) ledger.Erasure {
	t.Helper()
	rules, err := config.Retention("")
	require.NoError(t, err)
	return ledger.Erasure{By: "privacy officer", Reason: "request 2026-3", Now: now, Rules: rules}
}

// ended is a case that has ended, with or without approved statements, in which
// Alfa named a candidate with a CV. The candidate's number is the case's.
func ended(t *testing.T, s *ledger.Store, n int, name, statement string) (st *story, texts []ledger.Text) {
	t.Helper()
	st = tell(t, s, fmt.Sprintf("REG-2026-%06d", n))
	texts = []ledger.Text{ledger.NewText("candidate", name), ledger.NewText("cv", "cv.pdf")}
	require.NoError(t, s.Keep(t.Context(), st.ref, "alfa-medewerker", texts))
	fx := opening("Analist")
	fx.Mails = []record.Mail{{Template: "registered", To: toPerson("noord-aanvrager")}}
	st.records("case.registered", fx, "")
	line := `"line":{"candidate":"` + texts[0].Ref + `","cv":"` + texts[1].Ref + `"}`
	st.records("regie.offer_submitted", record.Effects{}, `{`+line+`}`)
	end := record.Effects{Case: &record.CaseChange{Stage: "ended", Outcome: "completed"}}
	st.records("case.ended", end, `{`+line+`,"statements":{"S1":{"state":"`+statement+`"}}}`)
	return st, texts
}

func TestEverythingHeldOnAPersonIsExported(t *testing.T) {
	t.Parallel()
	s := open(t)
	st, texts := ended(t, s, 1, "Medewerker  ALFA", "rejected")
	fx := opening("Tweede")
	fx.Tasks = []record.Task{task("REG-2026-000002", 1, toPerson("alfa-medewerker"), "")}
	fx.Mails = []record.Mail{{Template: "task_opened", To: toPerson("alfa-medewerker")}}
	tell(t, s, "REG-2026-000002").records("case.registered", fx, "")

	p, err := s.Personal(t.Context(), "noord-aanvrager")
	require.NoError(t, err)
	require.Equal(t, "Aanvrager Noord", p.Person.Name)
	require.Len(t, p.Acted, 4)
	require.Equal(t, st.ref, p.Acted[0].Case)
	require.JSONEq(t, `{"said":"case.registered"}`, string(p.Acted[0].Body))
	require.Len(t, p.Mails, 1)
	require.Empty(t, p.Wrote)

	p, err = s.Personal(t.Context(), "alfa-medewerker", "nobody at all")
	require.NoError(t, err)
	require.Empty(t, p.Acted)
	require.Equal(t, []ledger.EventName{{Case: "REG-2026-000002", Seq: 1, At: begin, Kind: "case.registered"}}, p.Mentioned)
	require.Len(t, p.Tasks, 1)
	require.Len(t, p.Mails, 1)
	require.Len(t, p.Wrote, 2)
	require.Len(t, p.Naming, 1, "the own name, whatever its letters and spaces")
	require.Equal(t, texts[0].Ref, p.Naming[0].Ref)
	_, err = json.Marshal(p)
	require.NoError(t, err)

	found, err := s.TextsNaming(t.Context(), "werker alfa")
	require.NoError(t, err)
	require.Len(t, found, 1)
	found, err = s.TextsNaming(t.Context(), "  ")
	require.NoError(t, err)
	require.Empty(t, found)
	_, err = s.Personal(t.Context(), "nobody")
	require.ErrorIs(t, err, ledger.ErrNotFound)
}

func TestAPersonIsForgottenAndTheLedgerStands(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, texts := ended(t, s, 1, "medewerker alfa", "rejected")
	_, others := ended(t, s, 2, "Kandidaat Z", "rejected")
	dry := forget(t, begin.AddDate(0, 1, 0))
	dry.DryRun = true
	would, err := s.AnonymisePerson(t.Context(), "alfa-medewerker", dry)
	require.NoError(t, err)
	p, err := s.Person(t.Context(), "alfa-medewerker")
	require.NoError(t, err)
	require.True(t, p.Active, "a dry run changes nothing")

	done, err := s.AnonymisePerson(t.Context(), "alfa-medewerker", forget(t, begin.AddDate(0, 1, 0)))
	require.NoError(t, err)
	require.Equal(t, would, done)
	require.ElementsMatch(t, []string{texts[0].Ref, texts[1].Ref}, done.Texts, "the CV goes with the name")

	p, err = s.Person(t.Context(), "alfa-medewerker")
	require.NoError(t, err)
	require.Equal(t, ledger.Anonymous, p.Name)
	require.Empty(t, p.Email)
	require.Empty(t, p.Roles)
	require.False(t, p.Active)
	require.NotNil(t, p.AnonymisedAt)
	kept, err := s.Texts(t.Context(), "REG-2026-000001")
	require.NoError(t, err)
	require.Equal(t, map[string]string{texts[0].Ref: "", texts[1].Ref: ""}, kept)
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM vault WHERE case_ref = 'REG-2026-000001' AND (text IS NOT NULL OR salt IS NOT NULL)`))
	kept, err = s.Texts(t.Context(), "REG-2026-000002")
	require.NoError(t, err)
	require.Equal(t, "Kandidaat Z", kept[others[0].Ref], "others are not touched")

	// The configuration's people come back at every start; the forgotten one does not.
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, s.Enrol(t.Context(), eco.Organisations, eco.People))
	p, err = s.Person(t.Context(), "alfa-medewerker")
	require.NoError(t, err)
	require.Equal(t, ledger.Anonymous, p.Name)

	r, err := s.Audit(t.Context(), ledger.AuditOptions{})
	require.NoError(t, err)
	require.Empty(t, r.Findings, "the chain still verifies")
	require.Equal(t, 2, r.Erased)
	require.Equal(t, 2, r.Texts)
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM erasures WHERE person = 'alfa-medewerker' AND by = 'privacy officer' AND cardinality(texts) = 2`))
	for _, sql := range []string{`UPDATE erasures SET reason = 'x'`, `DELETE FROM erasures`, `TRUNCATE erasures`} {
		_, err := s.Pool().Exec(t.Context(), sql)
		require.ErrorContains(t, err, "append-only")
	}
	_, err = s.AnonymisePerson(t.Context(), "alfa-medewerker", forget(t, begin))
	require.ErrorContains(t, err, "anonymised already")
}

func TestMailsToAForgottenPersonAreDropped(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, _ = ended(t, s, 1, "Jan", "rejected")
	done, err := s.AnonymisePerson(t.Context(), "noord-aanvrager", forget(t, begin.AddDate(0, 1, 0)))
	require.NoError(t, err)
	require.Equal(t, 1, done.Mails)
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM outbox WHERE person = 'noord-aanvrager' AND dropped_at IS NULL`))
	fx := opening("Nog een")
	fx.Mails = []record.Mail{{Template: "a", To: toPerson("noord-aanvrager")}, {Template: "b", To: record.Recipient{Org: "noord", Role: "requester"}}}
	tell(t, s, "REG-2026-000002").records("case.registered", fx, "")
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM outbox WHERE person = 'noord-aanvrager' AND dropped_at IS NULL`))
}

func TestWhatARuleKeepsIsNotForgotten(t *testing.T) {
	t.Parallel()
	s := open(t)
	var kept *ledger.KeptError
	refused := func(id string, e ledger.Erasure) []string {
		_, err := s.AnonymisePerson(t.Context(), id, e)
		require.ErrorAs(t, err, &kept)
		p, err := s.Person(t.Context(), id)
		require.NoError(t, err)
		require.True(t, p.Active)
		return kept.Reasons
	}
	fx := opening("Open")
	fx.Tasks = []record.Task{task("REG-2026-000001", 1, toPerson("noord-budget-1"), "")}
	st := tell(t, s, "REG-2026-000001")
	texts := []ledger.Text{ledger.NewText("candidate", "Kandidaat A")}
	require.NoError(t, s.Keep(t.Context(), st.ref, "alfa-medewerker", texts))
	st.records("case.registered", fx, `{"candidate":"`+texts[0].Ref+`"}`)
	soon := forget(t, begin.AddDate(0, 1, 0))
	require.Equal(t, []string{"requester or representative of open cases: REG-2026-000001"}, refused("noord-aanvrager", soon))
	require.Equal(t, []string{"requester or representative of open cases: REG-2026-000001"}, refused("noord-projectleider", soon))
	require.Equal(t, []string{"open tasks: REG-2026-000001/1"}, refused("noord-budget-1", soon))
	_, err := s.EraseTexts(t.Context(), []string{texts[0].Ref}, soon)
	require.ErrorContains(t, err, "texts of open cases: REG-2026-000001")

	// M-21: an approved statement shows who worked and who acted, for its years.
	st.records("case.ended", record.Effects{Case: &record.CaseChange{Outcome: "completed"}}, "")
	closed, named := ended(t, s, 2, "Kandidaat A", "approved")
	end := closed.at.Add(-24 * time.Hour)
	before, after := forget(t, end.AddDate(10, 0, -1)), forget(t, end.AddDate(10, 0, 1))
	require.Equal(t, []string{"rule approved-statements (M-21) keeps it for 10 years after the end of REG-2026-000002"}, refused("noord-aanvrager", before))
	for _, refs := range [][]string{{named[0].Ref}, {named[1].Ref}} {
		_, err = s.EraseTexts(t.Context(), refs, before)
		require.ErrorAs(t, err, &kept)
	}
	_, err = s.EraseName(t.Context(), "kandidaat a", before)
	require.ErrorAs(t, err, &kept, "one that is kept keeps all: nothing is half done")
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM vault WHERE text IS NULL`))

	done, err := s.EraseName(t.Context(), "kandidaat a", after)
	require.NoError(t, err)
	require.Len(t, done.Texts, 3)
	_, err = s.EraseName(t.Context(), "kandidaat a", after)
	require.ErrorIs(t, err, ledger.ErrNotFound, "gone already")
	_, err = s.AnonymisePerson(t.Context(), "noord-aanvrager", after)
	require.NoError(t, err)
	_, err = s.AnonymisePerson(t.Context(), "nobody", after)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	_, err = s.EraseTexts(t.Context(), []string{"vault:none"}, after)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	_, err = s.EraseName(t.Context(), "x", ledger.Erasure{})
	require.ErrorContains(t, err, "say who asks")
	r, err := s.Audit(t.Context(), ledger.AuditOptions{})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	require.Equal(t, 3, r.Erased)
}

func TestALongTextFitsIntoTheVault(t *testing.T) {
	t.Parallel()
	s := open(t)
	var long []byte
	for i := range 4_000 {
		long = fmt.Appendf(long, "%x", i*7919)
	}
	require.NoError(t, s.Keep(t.Context(), "REG-2026-000001", "alfa-medewerker", []ledger.Text{ledger.NewText("cv", string(long))}))
}
