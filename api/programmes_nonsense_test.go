package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

type programmeCase struct {
	Stage string
	Seq   int64
	State struct {
		Content    string
		Milestones map[string]struct {
			Status   string
			Forecast *struct {
				Date, Reason string
				By           struct{ Person string }
			}
		}
		Products map[string]struct {
			State      string
			Delivery   int
			Deliveries map[string]struct{ Refused *struct{ Reason string } }
		}
	}
	Seen  map[string]string
	Tasks []task
}

func programmeShown(t testing.TB, c apptest.Caller, path string) programmeCase {
	t.Helper()
	return apptest.Read[programmeCase](t, c.Get(t, path), http.StatusOK)
}

// programmeRunning opens a programme whose plan the Board accepts.
func programmeRunning(t testing.TB, s apptest.Site) (ref, path string) {
	t.Helper()
	ref, path = programmeOpened(t, s, onboarding())
	lead := s.As(programmeLead)
	done(t, lead, path+"/submission", object{"content": programmeShown(t, lead, path).State.Content})
	decide(t, s.As(boardMember), openTask(t, s.As(boardMember), ref, "accept_programme_plan"), "approve", "")
	require.Equal(t, "running", programmeShown(t, lead, path).Stage)
	return ref, path
}

// nothingOpened says that there is no programme.
func nothingOpened(t testing.TB, s apptest.Site) {
	t.Helper()
	list := apptest.Read[struct{ Items []struct{ Ref string } }](t, s.As(programmeLead).Get(t, "/api/v1/programmes"), http.StatusOK)
	require.Empty(t, list.Items)
}

// told are the errors of a refusal as "field: message".
func told(p problem) []string {
	var all []string
	for _, e := range p.Errors {
		all = append(all, e.Field+": "+e.Message)
	}
	slices.Sort(all)
	return all
}

func TestAPlanThatDoesNotHoldOpensNothingAndIsTold(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	lead := s.As(programmeLead).With("Accept-Language", "en")
	milestone := func(id, due string, changes ...object) object {
		return merged(object{"id": id, "title": "Mijlpaal " + id, "project": "SI", "due": due}, changes...)
	}
	three := []object{milestone("A", "2026-04-01"), milestone("B", "2026-04-08"), milestone("C", "2026-04-15")}
	link := func(from, to string) object { return object{"from": from, "to": to} }
	for name, c := range map[string]struct {
		changes object
		want    []string
	}{
		"a cycle": {object{"milestones": three, "links": []object{link("A", "B"), link("B", "C"), link("C", "A")}},
			[]string{"plan.links: These milestones wait for one another: A → B → C → A. Remove one of the dependencies."}},
		"a dependency on nothing": {object{"milestones": three, "links": []object{link("A", "B"), link("NERGENS", "C")}},
			[]string{"plan.links: The dependency from NERGENS to C names NERGENS, and there is no such milestone."}},
		"a dependency on itself": {object{"milestones": three, "links": []object{link("A", "A")}},
			[]string{"plan.links[0]: Milestone A cannot depend on itself."}},
		"shares of 99.9 %": {object{"price": "1000", "milestones": []object{milestone("A", "2026-04-01", object{"share": "33.3"}), milestone("B", "2026-04-08", object{"share": "66.6"})}},
			[]string{"plan.milestones: The shares come to 99.9 %. They must come to exactly 100 %."}},
		"a holiday": {object{"milestones": []object{milestone("A", "2026-04-06")}}, // Easter Monday
			[]string{"plan.milestones[0].due: 6 April 2026 is no working day. The next one is 7 April 2026."}},
		"a Saturday": {object{"milestones": []object{milestone("A", "2026-03-28")}},
			[]string{"plan.milestones[0].due: 28 March 2026 is no working day. The next one is 30 March 2026."}},
		"all at once": {object{"price": "1000", "milestones": []object{milestone("A", "2026-04-06", object{"share": "99.9"}), milestone("B", "2026-04-08")},
			"links": []object{link("A", "B"), link("B", "A"), link("A", "X")}},
			[]string{"plan.links: The dependency from A to X names X, and there is no such milestone.",
				"plan.milestones: The shares come to 99.9 %. They must come to exactly 100 %.",
				"plan.milestones[0].due: 6 April 2026 is no working day. The next one is 7 April 2026."}},
	} {
		body := onboarding()
		plan := body["plan"].(object)
		delete(plan, "products")
		delete(plan, "checklist")
		delete(plan, "links")
		maps.Copy(plan, c.changes)
		p := checked(t, lead.Post(t, "/api/v1/programmes", body), name)
		require.Equal(t, "invalid", p.code(), name)
		require.Equal(t, c.want, told(p), name)
		if name == "all at once" {
			p = checked(t, lead.With("Accept-Language", "nl").Post(t, "/api/v1/programmes", body), name)
			require.Contains(t, strings.Join(told(p), "\n"), "99,9 %", "figures and dates are written as the reader writes them")
			require.Contains(t, strings.Join(told(p), "\n"), "7 april 2026")
		}
	}
	nothingOpened(t, s)
	// A date of the contract itself is kept as it is written (N-10…N-13).
	body := onboarding()
	body["plan"].(object)["milestones"] = []object{milestone("M1", "2026-05-01", object{"rule": "N-12"}), milestone("M2", "2026-05-15")}
	_, path := programmeOpened(t, s, body)
	require.Contains(t, string(lead.Get(t, path).Body), "2026-05-01")
}

func TestAFileWithThreeErrorsOpensNothingAndNamesThemAll(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	lead := s.As(programmeLead).With("Accept-Language", "en")
	for _, c := range []struct {
		kind, text string
		want       []string
	}{
		{"application/yaml", `title: Transitie
price: "1000"
projects:
  - {id: P, title: Project, owner: alfa}
milestones:
  - {id: A, title: Eerste, project: P, due: 2026-04-01, share: "33.3", after: [B]}
  - id: B
    title: Tweede
    project: P
    due: 2026-04-06
    share: "66.6"
    after: [A]
`, []string{"Line 10, due: on_holiday", "Line 11, share: shares_not_whole", "Line 12, after: cycle"}},
		{"text/csv", "soort;id;titel;project;eigenaar;datum;na;aandeel;prijs\r\nprogramma;;Transitie;;;;;;1.000,00\r\nproject;P;Project;;alfa;;;;\r\n" +
			"mijlpaal;A;Eerste;P;;1/04/2026;NERGENS;33,3;\r\nmijlpaal;B;Tweede;P;gamma;28-03-2026;A + 5 wd;66,7;\r\n",
			[]string{"Line 4, na: link_to_nothing", "Line 5, datum: not_working_day", "Line 5, eigenaar: unknown_owner"}},
	} {
		for _, route := range []string{"check", "import"} {
			p := checked(t, lead.With("Content-Type", c.kind).Post(t, "/api/v1/programmes/"+route, c.text), route+" of "+c.kind)
			require.Equal(t, "invalid", p.code())
			var found []string
			for _, e := range p.Errors {
				require.NotEmpty(t, e.Message)
				require.NotContains(t, e.Message, "2026-", "a date is written in words")
				found = append(found, e.Field+": "+e.Code)
			}
			slices.Sort(found)
			require.Equal(t, c.want, found, "%s of %s", route, c.kind)
		}
	}
	nothingOpened(t, s)
}

// Both may refuse, as often as it is delivered (sentence 13 of the story).
func TestAWorkProductRefusedTwiceStaysWithItsOwner(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := programmeRunning(t, s)
	lead, owner, board := s.As(programmeLead), s.As(providerHead), s.As(boardMember)
	delivery := object{"product": "P1", "evidence": []object{{"title": "Dossier", "url": "https://dms.example/dossier"}}}
	check := func(number int, changes ...object) object {
		return merged(object{"product": "P1", "delivery": number, "ok": false, "findings": "Het dossier is onvolledig."}, changes...)
	}

	done(t, owner, path+"/deliveries", delivery)
	refusedWith(t, owner.Post(t, path+"/deliveries", delivery), http.StatusConflict, "already_done")
	p := refusedWith(t, lead.Post(t, path+"/checks", check(1, object{"findings": " "})), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "findings", p.Errors[0].Field, "a refusal has its reason")
	done(t, lead, path+"/checks", check(1))
	openTask(t, owner, ref, "deliver_work_product")
	refusedWith(t, lead.Post(t, path+"/checks", check(1)), http.StatusConflict, "already_done")

	done(t, owner, path+"/deliveries", delivery)
	stale := refusedWith(t, lead.Post(t, path+"/checks", check(1)), http.StatusConflict, "stale")
	require.Equal(t, "1 2", stale.Seen+" "+stale.Current, "what was checked is not what was delivered last")
	done(t, lead, path+"/checks", check(2, object{"ok": true, "findings": nil}))
	verdict := openTask(t, board, ref, "accept_work_product")
	decide(t, board, verdict, "reject", "De terugval ontbreekt.")
	refusedWith(t, board.Post(t, "/api/v1/tasks/"+verdict.ID+"/decision", object{"option": "reject", "content": verdict.Content, "reason": "Nog eens."}), http.StatusConflict, "already_done")

	product := programmeShown(t, lead, path).State.Products["P1"]
	require.Equal(t, "refused", product.State)
	require.Equal(t, 2, product.Delivery)
	require.Equal(t, "Het dossier is onvolledig.", product.Deliveries["1"].Refused.Reason)
	require.Equal(t, "De terugval ontbreekt.", product.Deliveries["2"].Refused.Reason)
	openTask(t, owner, ref, "deliver_work_product") // one, however often it was refused
	done(t, owner, path+"/deliveries", delivery)
	require.Equal(t, 3, programmeShown(t, lead, path).State.Products["P1"].Delivery)
}

// Of two people at once the second is refused and sees the first (sentence 6 of the story).
func TestOfTwoForecastsAtOnceOneIsToldOfTheOther(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := programmeRunning(t, s)
	seen := programmeShown(t, s.As(providerAgent), path).Seen["M1"]
	said := map[string]object{
		providerAgent: {"milestone": "M1", "date": "2026-04-08", "reason": "De servers komen later.", "seen": seen},
		providerHead:  {"milestone": "M1", "date": "2026-04-10", "reason": "De leverancier staakt.", "seen": seen},
	}
	answers := map[string]apptest.Response{}
	var all sync.WaitGroup
	var mu sync.Mutex
	for person, body := range said {
		all.Go(func() {
			r := s.As(person).Post(t, path+"/forecasts", body)
			mu.Lock()
			defer mu.Unlock()
			answers[person] = r
		})
	}
	all.Wait()
	first, second := providerAgent, providerHead
	if answers[first].Status != http.StatusOK {
		first, second = second, first
	}
	apptest.Read[receipt](t, answers[first], http.StatusOK)
	p := refusedWith(t, answers[second], http.StatusConflict, "stale")

	now := programmeShown(t, s.As(second), path)
	stands := now.State.Milestones["M1"].Forecast
	require.Equal(t, said[first]["date"], stands.Date, "the second changes nothing")
	require.Equal(t, said[first]["reason"], stands.Reason)
	require.Equal(t, first, stands.By.Person)
	require.Equal(t, seen, p.Seen)
	require.Equal(t, now.Seen["M1"], p.Current)
	// Having seen the first, the second says it again.
	done(t, s.As(second), path+"/forecasts", merged(said[second], object{"seen": p.Current}))
	history := string(s.As(second).Get(t, "/api/v1/cases/"+strings.TrimPrefix(path, "/api/v1/programmes/")+"/events?limit=200").Body)
	for _, body := range said {
		require.Contains(t, history, body["reason"], "both statements stand in the history")
	}
}
