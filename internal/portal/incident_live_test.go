package portal_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// told is an incident whose events a test writes itself, as its workflow would.
type told struct {
	site site
	ref  string
	seq  int64
	head string
	view map[string]any
}

// tells registers incident n of Noord's at Alfa, due so many minutes after the epoch.
func (s site) tells(t *testing.T, n, minutes int) *told {
	t.Helper()
	x := &told{site: s, ref: fmt.Sprintf("INC-2026-%06d", n), view: map[string]any{"priority": fmt.Sprintf("P%d", 2+n%3), "service": "werkplek",
		"registered": apptest.Epoch, "clock": "resolution-1", "handler": map[string]any{"team": "alfa-werkplek", "org": "alfa"}}}
	x.records(t, "incident.registered", record.Effects{Clocks: []record.Clock{dueIn(minutes)}, Case: &record.CaseChange{Process: "incident", Stage: "new", Title: fmt.Sprintf("Storing %d", n),
		Parties: &record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "noord-aanvrager"}}})
	return x
}

// dueIn is a clock that is due so many minutes after the epoch.
func dueIn(minutes int) record.Clock {
	return record.Clock{ID: "resolution-1", Definition: "incident.p2", Version: 1, Calendar: "24x7",
		Facts: sla.Facts{Target: sla.Target{Elapsed: sla.Duration(time.Duration(minutes) * time.Minute)}, Start: apptest.Epoch}}
}

func (x *told) records(t *testing.T, kind string, fx record.Effects) {
	t.Helper()
	view, err := json.Marshal(x.view)
	require.NoError(t, err)
	now := x.site.Service.Now()
	e, err := x.site.Store.Record(t.Context(), record.Batch{View: view, Command: fmt.Sprintf("%s/%d", x.ref, x.seq+1),
		Event: record.Event{Case: x.ref, Seq: x.seq + 1, At: now, Recorded: now, Kind: kind, Prev: x.head, Body: json.RawMessage(`{}`), Effects: fx}})
	require.NoError(t, err)
	x.seq, x.head = e.Seq, e.Hash
}

// crowded is how many incidents are in the queue at once.
const crowded = 500

func TestTheQueueFollowsFiveHundredChangesWithoutMovingUnderItsReader(t *testing.T) {
	t.Parallel()
	s := open(t)
	var all []*told
	for n := range crowded {
		all = append(all, s.tells(t, n+1, 600+3*n))
	}
	w := browse(t, s.URL, desktop)
	w.signIn("alfa-medewerker")
	w.open("/incidents")
	w.until(fmt.Sprintf(`document.querySelectorAll("#queue tr[id]").length === %d`, crowded))
	require.True(t, ask[bool](w, `!document.getElementById("queue-pause").hidden`))

	// Somebody is on the link of a row, in the middle of the page.
	own := all[crowded/2]
	ask[bool](w, fmt.Sprintf(`(() => { const link = document.getElementById("to-%s"); link.scrollIntoView({block: "center"}); link.focus({preventScroll: true});
		window.kept = link; window.came = performance.timeOrigin; return document.activeElement === link; })()`, own.ref))
	place := `window.kept.getBoundingClientRect().top`
	before := ask[float64](w, place)
	require.Greater(t, ask[float64](w, `window.scrollY`), 1000.0)

	// Five hundred changes: new words, other priorities, other due times, some end, some come.
	changed := s.changes(t, all)
	w.until(fmt.Sprintf(`document.getElementById("%s") !== null && document.getElementById("%s") === null && document.querySelectorAll("#queue tr[id]").length === %d`, changed.came, changed.gone, crowded))
	w.until(fmt.Sprintf(`document.getElementById("to-%s").textContent === %q`, changed.last.ref, changed.title))
	w.until(fmt.Sprintf(`document.getElementById("to-%s").textContent === %q`, own.ref, "Nu anders: "+own.ref))

	require.True(t, ask[bool](w, `performance.timeOrigin === window.came && performance.getEntriesByType("navigation").length === 1`), "no navigation happened")
	require.True(t, ask[bool](w, `document.activeElement === window.kept && window.kept.isConnected`), "the same element has the focus")
	require.InDelta(t, before, ask[float64](w, place), 3, "the row under the reader's eyes stands where it stood")
	require.Equal(t, changed.announced, w.text("#queue-news"), "what came is announced, what changed is not")
	require.NotEqual(t, own.ref, ask[string](w, `document.querySelector("#queue tbody tr").id`))
	w.shot("queue-live")

	// Whoever pauses is left alone until they go on.
	w.click("#queue-pause")
	require.Equal(t, "Verversen hervatten", w.text("#queue-pause"))
	own.records(t, "incident.noted", record.Effects{Case: &record.CaseChange{Title: "Na de pauze"}})
	require.NotContains(t, ask[string](w, `new Promise(done => { const queue = document.getElementById("queue");
		queue.addEventListener("htmx:afterRequest", () => done(queue.textContent), {once: true}); htmx.trigger(queue, "refresh"); })`), "Na de pauze")
	w.click("#queue-pause")
	w.until(`document.getElementById("queue").textContent.includes("Na de pauze")`)
}

// changes is what the page must show after the five hundred changes.
type changes struct {
	came, gone, title, announced string
	last                         *told
}

// changes makes one change of each incident.
func (s site) changes(t *testing.T, all []*told) changes {
	t.Helper()
	c := changes{announced: "10 nieuwe incidenten"}
	for i, x := range all {
		fx := record.Effects{Case: &record.CaseChange{Title: "Nu anders: " + x.ref}}
		switch {
		case i%50 == 7: // one ends, another comes
			fx.Case.Outcome, fx.Case.Stage = "confirmed", "closed"
			c.gone = x.ref
			c.came = s.tells(t, crowded+i, 650+i).ref
		case i%5 == 0: // above or below the reader's row
			fx.Clocks = []record.Clock{dueIn(600 + (i*7919)%1800)}
		case i%5 == 1:
			x.view["priority"] = "P1"
			fx.Case.View = json.RawMessage(`{"priority":"P1"}`)
			c.last, c.title = x, fx.Case.Title
		}
		x.records(t, "incident.noted", fx)
	}
	return c
}

func TestAQueueThatDidNotChangeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := open(t)
	one, other := s.tells(t, 1, 600), s.tells(t, 2, 600) // P3 and P4
	r := s.as(t, "alfa-medewerker")
	fragment := func(tag string) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/incidents?priority=P3", nil)
		require.NoError(t, err)
		req.Header.Set("HX-Request", "true")
		req.Header.Set("HX-Target", "queue")
		if tag != "" {
			req.Header.Set("If-None-Match", tag)
		}
		resp, err := r.http.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp
	}
	tag := ""
	// A minute may begin in between, and then there is something new.
	require.Eventually(t, func() bool {
		resp := fragment(tag)
		tag = resp.Header.Get("ETag")
		return resp.StatusCode == http.StatusNotModified
	}, time.Minute, time.Millisecond)
	one.records(t, "incident.noted", record.Effects{Case: &record.CaseChange{Title: "Nieuws"}})
	renamed := fragment(tag)
	require.Equal(t, http.StatusOK, renamed.StatusCode)
	other.records(t, "task.opened", record.Effects{Tasks: []record.Task{{ID: other.ref + "/1", Kind: "take_incident", Assignee: record.Recipient{Person: "alfa-medewerker"}, State: record.TaskOpen, Opened: s.Service.Now()}}})
	asked := fragment(renamed.Header.Get("ETag"))
	require.Equal(t, http.StatusOK, asked.StatusCode, "the count of open tasks stands in the answer too")
	require.Equal(t, http.StatusOK, r.post("/language", "language", "en", "next", "/incidents").Status)
	require.Equal(t, http.StatusOK, fragment(asked.Header.Get("ETag")).StatusCode, "in another language it is another page")
	require.Equal(t, http.StatusUnauthorized, visitor(t, s.URL).get("/incidents", "HX-Request", "true", "HX-Target", "queue").Status)
}
