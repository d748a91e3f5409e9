package portal_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestEveryFormOfASessionIsGuarded asks for every form of a session, and sends it, as
// one person of each role.
func TestEveryFormOfASessionIsGuarded(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works[2:4])
	s.as(t, "si-cab-voorzitter").does(ref, "open-session")
	require.Eventually(t, func() bool { return s.sessionOf(t, ref).Asking == "" }, time.Minute, 20*time.Millisecond, "it looks what waits still")
	before := s.sessionOf(t, ref)
	commands := []string{"add-item", "take-off", "order", "refill", "front", "rule", "deal-agreed", "minute", "close", "attend"}
	for person, sees := range map[string]bool{"": false, "noord-aanvrager": false, "zuid-goedkeurder": false, "alfa-medewerker": true, "beta-verantwoordelijke": true, "si-servicedesk": true, "si-beheerder": true, "bestuurslid": true} {
		r := visitor(t, s.URL)
		if person != "" {
			r = s.as(t, person)
		}
		for _, command := range commands {
			path := "/cases/" + ref + "/" + command
			got, sent := r.get(path), r.post(path, "key", "key-of-"+person, "summary", "x", "text", "x", "changes", strings.Join(sorted(changes), "\n"))
			switch {
			case person == "":
				require.True(t, strings.HasPrefix(got.Path, "/sign-in") && strings.HasPrefix(sent.Path, "/sign-in"), path)
			case !sees:
				require.Equal(t, []int{http.StatusNotFound, http.StatusNotFound}, []int{got.Status, sent.Status}, "%s as %s", path, person)
			case command == "attend":
				require.NotContains(t, []int{http.StatusNotFound, http.StatusInternalServerError}, got.Status, "%s as %s", path, person)
			default:
				require.Equal(t, []int{http.StatusForbidden, http.StatusForbidden}, []int{got.Status, sent.Status}, "%s as %s", path, person)
			}
		}
		if person == "" {
			continue
		}
		want := http.StatusNotFound
		if sees {
			want = http.StatusOK
		}
		require.Equal(t, want, r.get("/sessions/"+ref+"/live", "HX-Request", "true", "HX-Target", "session").Status, person)
		// Nobody takes another's seat, nor votes for it.
		stranger := r.post("/cases/"+ref+"/attend", "key", "seat-of-"+person, "subject", "voorzitter")
		require.Contains(t, []int{http.StatusForbidden, http.StatusNotFound}, stranger.Status, person)
		task := changes[works[2].title] + "/1"
		vote := r.post("/cases/"+ref+"/vote", "key", "vote-of-"+person, "change", changes[works[2].title], "seat", "voorzitter", "task", task, "option", "approve", "content", "x")
		require.NotEqual(t, http.StatusOK, vote.Status, person)
		require.Less(t, vote.Status, http.StatusInternalServerError, person)
	}
	require.Equal(t, before, s.sessionOf(t, ref), "none of it did anything")
}

// Whoever votes sees in the preparation already what asks for their vote; opening,
// filling and taking off is the chair's alone.
func TestThePreparationIsTheChairs(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works[2:4])
	member := s.as(t, "beta-verantwoordelijke")
	member.post("/language", "language", "nl")
	page := member.get("/cases/" + ref).Text
	for title, change := range changes {
		require.Contains(t, page, `<a href="/tasks/`+s.taskOf(t, "beta-verantwoordelijke", change, "vote_change")+`">Stem over de wijziging</a> <span class="about">`+title+`</span>`)
	}
	require.NotContains(t, page, "U hoeft nu niets te doen")
	require.Equal(t, 2, strings.Count(page, "De agenda sluit op vr 6 maart 2026, einde van de dag."), "at its head and in its timeline")
	for _, change := range changes {
		s.agrees(t, change)
	}
	require.Contains(t, member.get("/cases/"+ref).Text, "U hoeft nu niets te doen")

	before := s.sessionOf(t, ref)
	for _, command := range []string{"open-session", "take-off", "order", "refill", "add-item"} {
		path := "/cases/" + ref + "/" + command
		for person, want := range map[string]int{"noord-aanvrager": http.StatusNotFound, "beta-verantwoordelijke": http.StatusForbidden, "alfa-medewerker": http.StatusForbidden,
			"si-servicedesk": http.StatusForbidden, "bestuurslid": http.StatusForbidden} {
			r := s.as(t, person)
			require.Equal(t, []int{want, want}, []int{r.get(path).Status, r.post(path, "key", command+person, "changes", strings.Join(sorted(changes), "\n")).Status}, "%s as %s", path, person)
		}
	}
	require.Equal(t, before, s.sessionOf(t, ref), "none of it did anything")
}

func sorted(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}
