package portal_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	portalmail "termijn/internal/mail"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// The chair prepares and holds a board with ten changes of which two collide, with the
// members at browsers of their own, and the minutes reach them by mail (B-33).
func TestAChairHoldsABoardWithItsMembers(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works)
	first, second, agreed := changes[works[0].title], changes[works[1].title], []string{changes[works[3].title], changes[works[8].title]}
	for _, c := range agreed {
		s.agrees(t, c)
	}
	chair, beta, desk := browse(t, s.URL, desktop), browse(t, s.URL, look{width: 360, height: 780}), browse(t, s.URL, desktop)
	chair.signIn("si-cab-voorzitter")
	beta.signIn("beta-verantwoordelijke")
	desk.signIn("si-servicedesk")

	s.prepares(t, chair, ref)
	chair.click("#primary")
	chair.sees(`form[action$="/open-session"]`)
	chair.click(`form[action$="/open-session"] .actions button`)
	chair.sees("#session-quorum.late")
	beta.open("/cases/" + ref)
	desk.open("/cases/" + ref)

	// Presence: everybody takes their seat, and all see it.
	for _, w := range []window{chair, beta, desk} {
		ask[bool](w, `window.came = performance.timeOrigin, true`)
	}
	ask[bool](chair, `window.kept = document.querySelector("#form-deal-agreed button"), true`)
	chair.hits("#form-attend-voorzitter button")
	beta.hits("#form-attend-beta button")
	desk.hits("#form-attend-servicedesk button")
	for _, w := range []window{chair, beta, desk} {
		w.until(`document.querySelector("#session-quorum").classList.contains("ok") && document.querySelectorAll(".seats-present .here").length === 3`)
	}

	require.True(t, ask[bool](chair, `window.kept.isConnected`), "nothing is taken from under a finger")

	// What all agree on goes in one stroke.
	chair.hits("#form-deal-agreed button")
	chair.until(fmt.Sprintf(`%q.split(" ").every(ref => document.querySelector("#item-" + ref + " .work-state").textContent === "goedgekeurd")`, strings.Join(agreed, " ")))
	for _, c := range agreed {
		stage, _ := s.changeIs(t, c)
		require.Equal(t, change.Scheduled, stage)
	}

	s.discusses(t, chair, beta, desk, first, second)
	s.holdsTheRest(t, ref)
	chair.until(`document.querySelectorAll("#session-agenda .item-do").length === 0`)
	chair.types("#f-minute-text", "De volgende zitting is digitaal.")
	chair.hits("#form-minute button")
	chair.until(`document.querySelector("#session-lines").textContent.includes("De volgende zitting is digitaal.")`)
	chair.shot("session-end")
	chair.hits("#close-session summary")
	chair.types("#f-close-summary", "Alles is beslist.")
	chair.hits("#form-close button")
	chair.finds(".minutes-paper")
	for _, text := range []string{"Alles is beslist.", "De volgende zitting is digitaal.", "Met een wacht ter plaatse.", "Zelfde nacht als de databank.", "Servicedesk", "in één keer met andere"} {
		require.Contains(t, chair.says(".minutes-paper"), text)
	}
	beta.until(`document.querySelector(".minutes-paper") !== null`)
	chair.shot("session-minutes")
	chair.printed("session-minutes", []string{".session-form", ".others", ".primary", ".story"}, []string{"#summary", ".ruling-item", ".votes-said"})
	s.mailsMinutes(t, ref)
}

// A page that changes in place while it is looked at is asked in one step each: hits
// presses a button, types writes into a field, finds waits for an element and says reads
// one.
func (w window) hits(selector string) {
	w.t.Helper()
	w.finds(selector)
	require.True(w.t, ask[bool](w, fmt.Sprintf(`(e => { e.scrollIntoView(); e.click(); return true; })(document.querySelector(%q))`, selector)), selector)
}

func (w window) types(selector, text string) {
	w.t.Helper()
	w.finds(selector)
	ask[bool](w, fmt.Sprintf(`(e => { e.focus(); e.value += %q; return e.dispatchEvent(new Event("input", {bubbles: true})); })(document.querySelector(%q))`, text, selector))
}

func (w window) finds(selector string) {
	w.t.Helper()
	w.until(fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
}

func (w window) says(selector string) string {
	w.t.Helper()
	w.finds(selector)
	return ask[string](w, fmt.Sprintf(`document.querySelector(%q).textContent`, selector))
}

// prepares orders the agenda by keyboard: its third item comes first.
func (s site) prepares(t *testing.T, chair window, ref string) {
	t.Helper()
	first := s.sessionOf(t, ref).Agenda()[2].Change
	chair.open("/cases/" + ref)
	require.Equal(t, 10, ask[int](chair, `document.querySelectorAll("#session-agenda .agenda-item").length`))
	require.Equal(t, 2, ask[int](chair, `document.querySelectorAll("#session-agenda .collides").length`), "two collide")
	require.Equal(t, 2, ask[int](chair, `document.querySelectorAll("#session-agenda .agreed").length`), "on two all agree")
	chair.shot("session-preparation")
	chair.accessible("a session in preparation")
	place := fmt.Sprintf(`document.querySelector("#item-%s").value`, first)
	for ask[int](chair, place) > 1 {
		was := ask[int](chair, place)
		chair.tabTo(fmt.Sprintf(`document.activeElement.id === "up-%s"`, first))
		chair.press(kb.Enter)
		chair.until(fmt.Sprintf(`%s === %d`, place, was-1))
	}
	require.NotNil(t, s.sessionOf(t, ref).Ordered)
}

// discusses deals with the two that collide, live.
func (s site) discusses(t *testing.T, chair, beta, desk window, first, second string) {
	t.Helper()
	chair.hits(fmt.Sprintf("#form-front-%s button", second))
	chair.finds("#form-rule-" + second)
	beta.finds(fmt.Sprintf("#form-vote-%s-beta", second))
	desk.finds(fmt.Sprintf("#form-vote-%s-servicedesk", second))
	beta.until(`document.querySelector("#session-front").textContent.includes("Window and collisions")`)
	for _, w := range []window{chair, beta, desk} {
		require.True(t, ask[bool](w, `window.came === performance.timeOrigin`), "no page was loaded")
	}
	s.projects(t, desk, second)
	beta.shot("session-phone")
	// The chair types while the others vote: what she typed stays, and she sees the votes.
	chair.hits(fmt.Sprintf(`#form-rule-%s input[value="reject"]`, second))
	reason := fmt.Sprintf("#f-rule-%s-reason", second)
	chair.types(reason, "Zelfde nacht ")
	beta.hits(fmt.Sprintf(`#form-vote-%s-beta input[value="reject"]`, second))
	beta.types(fmt.Sprintf("#f-vote-%s-beta-reason", second), "Niet in dezelfde nacht.")
	beta.hits(fmt.Sprintf("#form-vote-%s-beta button", second))
	desk.hits(fmt.Sprintf(`#form-vote-%s-servicedesk input[value="approve"]`, second))
	desk.hits(fmt.Sprintf("#form-vote-%s-servicedesk button", second))
	chair.until(`document.querySelector("#seat-beta .reject") !== null && document.querySelector("#seat-servicedesk .approve") !== null`)
	require.Contains(t, chair.says("#seat-beta"), "Niet in dezelfde nacht.")
	require.Equal(t, "Zelfde nacht ", ask[string](chair, fmt.Sprintf(`document.querySelector("%s").value`, reason)))
	require.True(t, ask[bool](chair, fmt.Sprintf(`document.querySelector('#form-rule-%s input[value="reject"]').checked`, second)))
	chair.types(reason, "als de databank.")
	for _, l := range []look{desktop, {width: 360, height: 780, dark: true}} {
		chair.resize(l)
		chair.shot(fmt.Sprintf("session-held-%d", l.width))
		chair.accessible(fmt.Sprintf("a session that is held, %d wide", l.width))
	}
	chair.resize(desktop)
	beta.accessible("a session on a member's phone, in English")
	chair.hits(fmt.Sprintf("#form-rule-%s button", second))
	chair.until(fmt.Sprintf(`document.querySelector("#item-%s .work-state").textContent.includes("afgekeurd")`, second))

	// Somebody who types about an item that is not in front any more loses nothing.
	chair.hits(fmt.Sprintf("#form-front-%s button", first))
	vote := fmt.Sprintf("#f-vote-%s-servicedesk-reason", first)
	desk.finds(vote)
	desk.types(vote, "Nog een vraag")
	chair.finds("#form-rule-" + first)
	chair.hits(fmt.Sprintf(`#form-rule-%s input[value="approve_with_conditions"]`, first))
	chair.types(fmt.Sprintf("#f-rule-%s-conditions", first), "Met een wacht ter plaatse.")
	chair.hits(fmt.Sprintf("#form-rule-%s button", first))
	chair.until(fmt.Sprintf(`document.querySelector("#item-%s .work-state").textContent.includes("onder voorwaarden")`, first))
	desk.until(fmt.Sprintf(`document.querySelector("#item-%s .work-state").textContent.includes("onder voorwaarden")`, first))
	require.Equal(t, "Nog een vraag", ask[string](desk, fmt.Sprintf(`document.querySelector("%s").value`, vote)))
	desk.hits(fmt.Sprintf(`#form-vote-%s-servicedesk input[value="abstain"]`, first))
	desk.hits(fmt.Sprintf("#form-vote-%s-servicedesk button", first))
	desk.finds("#session-problem")
	require.Contains(t, desk.says("#session-problem"), "Nog een vraag", "the change is decided; what was typed is not gone")
}

// projects shows the session on a projector, without what people type, and goes back.
func (s site) projects(t *testing.T, desk window, ref string) {
	t.Helper()
	path := ask[string](desk, `location.pathname`)
	desk.open(path + "?view=screen")
	desk.finds(".session.screen")
	require.Equal(t, 0, ask[int](desk, `document.querySelectorAll("main form").length`))
	desk.resize(look{width: 1920, height: 1080})
	desk.shot("session-screen")
	desk.accessible("a session on a projector")
	desk.resize(desktop)
	desk.open(path)
	desk.finds("#form-vote-" + ref + "-servicedesk")
}

// holdsTheRest decides what is left, each item in front.
func (s site) holdsTheRest(t *testing.T, ref string) {
	t.Helper()
	chair := s.as(t, "si-cab-voorzitter")
	for _, i := range s.sessionOf(t, ref).Agenda() {
		if i.Open() {
			page := chair.fills(ref, "form-front-"+i.Change)
			require.Contains(t, chair.sendsOn(page, "form-rule-"+i.Change, "option", "approve").Text, `class="flash done"`)
		}
	}
	for _, i := range s.sessionOf(t, ref).Agenda() {
		require.Equal(t, session.ItemDecided, i.State, i.Title)
	}
}

// mailsMinutes lets the outbox out to a server, and finds the minutes there.
func (s site) mailsMinutes(t *testing.T, ref string) {
	t.Helper()
	sink, err := portalmail.StartSink(portalmail.SinkOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sink.Close()) })
	smtp, err := portalmail.NewSMTP(sink.Options())
	require.NoError(t, err)
	t.Cleanup(smtp.Close)
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	t.Cleanup(func() { stop(); <-done })
	d := portalmail.Dispatcher{Store: s.Store, Sender: smtp, Poll: 10 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
		Composer: portalmail.Composer{BaseURL: s.URL, From: mail.Address{Name: "termijn", Address: "termijn@termijn.example"}, Links: key}}
	go func() { defer close(done); d.Run(ctx) }()
	minutes := func(mails []portalmail.Received) []portalmail.Received {
		var all []portalmail.Received
		for _, m := range mails {
			if strings.Contains(m.Subject, ref) && (strings.Contains(m.Subject, "Verslag") || strings.Contains(m.Subject, "Minutes")) {
				all = append(all, m)
			}
		}
		return all
	}
	waiting, enough := context.WithTimeout(t.Context(), time.Minute)
	defer enough()
	mails, err := sink.Await(waiting, func(m []portalmail.Received) bool { return len(minutes(m)) == 6 })
	require.NoError(t, err, "every member and the delegate get the minutes")
	for _, m := range minutes(mails) {
		require.Contains(t, m.Text, "Alles is beslist.", m.To)
		require.Contains(t, m.Text, "/cases/"+ref, m.To)
	}
}
