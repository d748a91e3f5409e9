package portal_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/portal"
	"termijn/internal/record"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// fullPanel is a board of so many seats: a chair, and the others of two providers.
func fullPanel(seats int) change.Panel {
	p := change.Panel{Board: "CAB-2026-000001", Name: "Grote raad", Version: 1, Rule: change.RuleChair, Quorum: seats / 2, Sides: [][]string{{change.SideChair}}, Seats: map[string]change.Seat{}}
	p.Seats["chair"] = change.Seat{ID: "chair", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: "si-cab-voorzitter"}}
	for i := 1; i < seats; i++ {
		id, org := fmt.Sprintf("seat-%d", i), []string{"alfa", "beta"}[i%2]
		p.Seats[id] = change.Seat{ID: id, Name: fmt.Sprintf("Lid %d", i), Side: change.SideProvider, Holder: record.Recipient{Org: org, Role: "agent"}}
	}
	return p
}

// largeSession puts a session into the ledger that is held: all seats are taken, all have
// voted with a reason on each of its items, and the first is in front.
func largeSession(b *testing.B, w *apptest.World, seats, items int) (ref, front string) {
	b.Helper()
	ref, panel, now := "ZIT-2026-000001", fullPanel(seats), apptest.Epoch
	own := session.State{About: session.About{Board: panel.Board, Panel: panel, At: now, Cutoff: now, Minutes: 90, Each: 8}, Items: map[string]session.Item{}, Cut: &now, Opened: &now,
		Present: map[string]session.Present{}, FrontSince: &now, Minutes: map[string]session.Minuted{}}
	votes := map[string]change.Vote{}
	for id := range panel.Seats {
		own.Present[id] = session.Present{Person: "alfa-medewerker", Since: now}
		votes[id] = change.Vote{Number: 1, Seat: id, By: record.Actor{Person: "alfa-medewerker", Org: "alfa"}, At: now, Option: change.VoteApprove, Reason: "De test op de acceptatieomgeving was goed."}
	}
	insert := func(ref, process, stage, title string, view any) {
		text, err := json.Marshal(view)
		require.NoError(b, err)
		_, err = w.Store.Pool().Exec(b.Context(), `INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, seq, head, opened_at, updated_at, view)
			VALUES ($1, $2, $3, $4, '', '', '{alfa,beta}', '', 1, '', $5, $5, $6)`, ref, process, stage, title, now, text)
		require.NoError(b, err)
	}
	for i := range items {
		c := change.State{Kind: change.Normal, Provider: "beta", Content: planned(now), Checked: &now, Submitted: &now, Fit: &change.Fit{LeadDays: 10, LeadAsked: 5},
			Ballot: &change.Ballot{ID: "B1", Panel: panel, Opened: now, Content: "whole", Hashes: map[string]string{}, Votes: votes}}
		c.Collisions = map[string]record.Collision{"1": {Other: "CHG-2026-000777", Kind: record.CollidesSameItem, Item: "opslag", OtherItem: "opslag", Provider: "beta", From: c.Content.From, To: c.Content.To}}
		of := fmt.Sprintf("CHG-2026-%06d", i+1)
		insert(of, change.Name, change.Approving, fmt.Sprintf("Wijziging %d van de agenda", i+1), c)
		own.Items[of] = session.Item{Proposal: session.Proposal{Change: of, Title: fmt.Sprintf("Wijziging %d van de agenda", i+1), From: c.Content.From, Provider: "beta"}, Place: i + 1, Added: now, State: session.ItemWaiting}
		id := fmt.Sprintf("M%d", i+1)
		own.Minutes[id] = session.Minuted{ID: id, At: now, By: record.Actor{Person: "si-cab-voorzitter", Org: "si"}, Change: of, Text: "Besproken met de dienstverlener."}
		if i == 0 {
			own.Front, front = of, of
		}
	}
	insert(ref, session.Name, session.InSession, panel.Name, own)
	_, err := w.Store.Pool().Exec(b.Context(), `INSERT INTO case_links (case_ref, link, kind, to_ref, seq) SELECT $1, ref, 'agenda_item', ref, 1 FROM cases WHERE process = 'change'`, ref)
	require.NoError(b, err)
	return ref, front
}

// BenchmarkSessionPage refreshes the page of a session with 30 seats and ten items, for
// its chair and for a member: one that did not change, and one in which somebody voted.
// The floor is reading the rows that it is made of.
func BenchmarkSessionPage(b *testing.B) {
	w := apptest.Start(b, apptest.WithoutWorker())
	ref, front := largeSession(b, w, 30, 10)
	server := httptest.NewServer(portal.New(portal.Options{Service: w.Service, Dev: true}))
	b.Cleanup(server.Close)
	sent, tag := int64(0), ""
	refresh := func(reader *http.Client, want int) error {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/sessions/"+ref+"/live", nil)
		if err != nil {
			return err
		}
		for name, value := range map[string]string{"HX-Request": "true", "HX-Target": "session", "If-None-Match": tag} {
			req.Header.Set(name, value)
		}
		resp, err := reader.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if sent, err = io.Copy(io.Discard, resp.Body); err != nil {
			return err
		}
		tag = resp.Header.Get("ETag")
		if resp.StatusCode != want && want != 0 {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	}
	signedIn := func(person string) *http.Client {
		jar, err := cookiejar.New(nil)
		require.NoError(b, err)
		reader := &http.Client{Jar: jar}
		signed, err := reader.PostForm(server.URL+"/sign-in", url.Values{"person": {person}})
		require.NoError(b, err)
		require.NoError(b, signed.Body.Close())
		return reader
	}
	chair, member := signedIn("si-cab-voorzitter"), signedIn("alfa-medewerker")
	vote := func() error {
		_, err := w.Store.Pool().Exec(b.Context(), `UPDATE cases SET seq = seq + 1 WHERE ref = $1`, front)
		return err
	}
	for _, c := range []struct {
		name   string
		before func() error
		read   func() error
	}{
		{"unchanged", nil, func() error { return refresh(member, 0) }},
		{"changed", vote, func() error { return refresh(member, http.StatusOK) }},
		{"changed-chair", vote, func() error { return refresh(chair, http.StatusOK) }},
		{"direct", nil, func() error {
			rows, err := w.Store.Pool().Query(b.Context(), `SELECT view FROM cases`)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var view []byte
				if err := rows.Scan(&view); err != nil {
					return err
				}
			}
			return rows.Err()
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				if c.before != nil {
					b.StopTimer()
					require.NoError(b, c.before())
					b.StartTimer()
				}
				began := time.Now()
				require.NoError(b, c.read())
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(sent), "bytes")
		})
	}
}
