package api_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"termijn/internal/apptest"
)

func TestAWholeCaseThroughTheAPI(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client, provider := s.As(clientLead), s.As(providerAgent)

	answer := client.Post(t, "/api/v1/regie", request())
	ref := apptest.Read[receipt](t, answer, http.StatusCreated).Ref
	path := "/api/v1/regie/" + ref
	require.Equal(t, path, answer.Header.Get("Location"))
	require.NotEmpty(t, answer.Header.Get("Idempotency-Key"))

	// Questions suspend the answer time until they are answered (M-12).
	r := done(t, provider, path+"/questions", object{"questions": []string{"Welke omgevingen?"}})
	require.Equal(t, "Q1", r.Subject)
	require.Equal(t, "clarifying", r.Stage)
	c := shown(t, client, path)
	require.Equal(t, "paused", clock(t, c, "answer").State)
	require.Equal(t, "questions", clock(t, c, "answer").Pauses[0].Reason)
	require.True(t, strings.HasSuffix(clock(t, c, "answer").Start, "+01:00"), "%s has the offset of Brussels", clock(t, c, "answer").Start)
	done(t, client, path+"/answers", object{"round": "Q1", "answers": object{"Q1.1": "Test en productie"}})
	c = shown(t, client, path)
	require.Equal(t, "running", clock(t, c, "answer").State)
	require.Equal(t, "Test en productie", c.State.Rounds["Q1"].Questions[0].Answer)

	// The offer names people; who may see the case reads their names.
	done(t, provider, path+"/offers", offer())
	c = shown(t, client, path)
	require.Equal(t, "Analist A", c.State.Offer.Lines["L1"].Candidate)
	require.Equal(t, "92.5", c.State.Offer.Lines["L1"].Price)
	require.Equal(t, "met", clock(t, c, "answer").State)
	events := client.Get(t, "/api/v1/cases/"+ref+"/events")
	require.Contains(t, string(events.Body), "Analist A")
	require.NotContains(t, string(events.Body), "vault:")

	// The Client's own flow approves (M-05), then the Client orders (M-06).
	content := c.State.Offer.Content
	done(t, client, path+"/approval-requests", object{"content": content})
	head := openTask(t, s.As("noord-diensthoofd"), ref, "approve_offer")
	require.Equal(t, "Beslis over de offerte", head.Asks)
	decide(t, s.As("noord-diensthoofd"), head, "approve", "")
	decide(t, s.As("noord-budget-1"), openTask(t, s.As("noord-budget-1"), ref, "approve_offer"), "approve", "")
	decide(t, s.As("noord-budget-2"), openTask(t, s.As("noord-budget-2"), ref, "approve_offer"), "approve", "")
	require.Equal(t, "approved", shown(t, client, path).Stage)
	r = done(t, client, path+"/order", object{"content": content, "reference": "BB-117", "ioNumbers": []string{"IO-1"}, "committed": "2026-03-02"})
	require.Equal(t, "executing", r.Stage)

	// A timesheet, approved by the representative (M-18).
	done(t, provider, path+"/timesheets", object{"line": "L1", "week": "2026-03-02", "days": []any{"7.5", "0", "0", 0, "0", "0", "0"}})
	decide(t, client, openTask(t, client, ref, "approve_timesheet"), "approve", "")
	require.Equal(t, "approved", shown(t, client, path).State.Timesheets["2026-03-02/L1"].State)

	// It stands in the list of M-22 and in its exports.
	list := apptest.Read[struct{ Items []object }](t, client.Get(t, "/api/v1/regie"), http.StatusOK)
	require.Len(t, list.Items, 1)
	require.Equal(t, "Agentschap Noord", list.Items[0]["client"])
	require.Equal(t, "Projectleider Noord", list.Items[0]["representative"])
	require.Equal(t, []any{"ICT-Dienstverlener Alfa"}, list.Items[0]["providers"])
	require.Equal(t, "2026-03-02", list.Items[0]["committed"])
	require.Equal(t, "met", list.Items[0]["answer"].(object)["state"])
	export := client.Get(t, "/api/v1/regie/export?format=csv")
	require.Equal(t, http.StatusOK, export.Status, "%s", export.Body)
	require.True(t, bytes.HasPrefix(export.Body, []byte("\ufeffReferentie;Korte omschrijving;")), "%s", export.Body)
	lines := csv.NewReader(bytes.NewReader(export.Body))
	lines.Comma = ';'
	rows, err := lines.ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, ref, rows[1][0])
	export = client.With("Accept-Language", "en").Get(t, "/api/v1/regie/export?format=xlsx")
	require.Equal(t, http.StatusOK, export.Status)
	book, err := excelize.OpenReader(bytes.NewReader(export.Body))
	require.NoError(t, err)
	cells, err := book.GetRows("M-22")
	require.NoError(t, err)
	require.Equal(t, "Reference", cells[0][0])
	require.Equal(t, ref, cells[1][0])
}

func clock(t testing.TB, c regieCase, id string) (found struct {
	ID, State, Start, Due string
	Pauses                []struct{ ID, Reason, To string }
}) {
	t.Helper()
	for _, k := range c.Clocks {
		if k.ID == id {
			return k
		}
	}
	require.Failf(t, "no clock", "%s", id)
	return found
}
