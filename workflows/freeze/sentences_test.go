package freeze_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/freeze"
)

// Sentence 1 (B-36).
func TestAFreezeIsPlannedFromItsAnnouncementOn(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	var s casework.State[freeze.State]
	at(c, "03 09:00", func() { s = c.State() })
	c.Run()
	require.Equal(t, freeze.Planned, s.Stage)
	require.Equal(t, record.Plan{Kind: record.PlanFreeze, Items: []string{"counter"}, From: casetest.When("2026-03-07 00:00").UTC(),
		To: casetest.When("2026-03-09 00:00").UTC(), Firm: true, Exempt: []string{"emergency"}}, planned(c)[0])
	require.Equal(t, "freeze.announced 2026-03-02 10:00", told(c)[0])
}

// Sentence 1: a provider's maintenance is its own.
func TestAProviderAnnouncesMaintenance(t *testing.T) {
	t.Parallel()
	c := announced(t, cleaning(), "beta", nil, 0)
	c.Run()
	p := planned(c)[0]
	require.Equal(t, []string{record.PlanMaintenance, "beta", "cluster"}, []string{p.Kind, p.Provider, p.Items[0]})
	require.Empty(t, p.Exempt)
}

func TestWhatIsWrongWithAnAnnouncementIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		alter func(*freeze.Announcement)
		want  string
	}{
		{"nothing", func(*freeze.Announcement) {}, ""},
		{"everything is frozen", func(a *freeze.Announcement) { a.Items = nil }, ""},
		{"from this very moment", func(a *freeze.Announcement) { a.From = begin }, ""},
		{"a whole leap year", func(a *freeze.Announcement) { a.To = a.From.AddDate(0, 0, 366) }, ""},
		{"no kind", func(a *freeze.Announcement) { a.Kind = "" }, "kind choose_option, emergencies only_for_freeze"},
		{"no title", func(a *freeze.Announcement) { a.Title = " " }, "title required"},
		{"a long title", func(a *freeze.Announcement) { a.Title = strings.Repeat("x", 161) }, "title too_long"},
		{"no reason", func(a *freeze.Announcement) { a.Reason = "" }, "reason required"},
		{"a long reason", func(a *freeze.Announcement) { a.Reason = strings.Repeat("x", 4001) }, "reason too_long"},
		{"maintenance of nothing", func(a *freeze.Announcement) { a.Kind, a.Items, a.Emergencies = freeze.Maintenance, nil, false }, "items required_item"},
		{"maintenance with emergencies", func(a *freeze.Announcement) { a.Kind = freeze.Maintenance }, "emergencies only_for_freeze"},
		{"an item that does not exist", func(a *freeze.Announcement) { a.Items = []string{"mail", "gone"} }, "items[1] no_such_item"},
		{"an item twice", func(a *freeze.Announcement) { a.Items = []string{"mail", "mail"} }, "items[1] named_twice"},
		{"no window", func(a *freeze.Announcement) { a.From, a.To = a.From.AddDate(-9999, 0, 0), a.To.AddDate(-9999, 0, 0) }, "from instant_in_the_past"},
		{"in the past", func(a *freeze.Announcement) { a.From = begin.Add(-1) }, "from instant_in_the_past"},
		{"ends as it begins", func(a *freeze.Announcement) { a.To = a.From }, "to must_be_after_from"},
		{"more than a year", func(a *freeze.Announcement) { a.To = a.From.AddDate(0, 0, 366).Add(1) }, "to too_many_days"},
		{"years ahead", func(a *freeze.Announcement) { a.From, a.To = a.From.AddDate(3, 0, 0), a.To.AddDate(3, 0, 0) }, "to too_far"},
	} {
		a := elections()
		c.alter(&a)
		var got []string
		if r, refused := casework.RefusalOf(check(a)); refused {
			for _, f := range r.Fields {
				got = append(got, f.Field+" "+f.Code)
			}
		}
		require.Equal(t, c.want, strings.Join(got, ", "), c.name)
	}
	var none freeze.Announcement
	require.ErrorContains(t, check(none), "kind choose_option")
	require.Len(t, fieldsOf(check(none)), 5, "kind, title, reason, from, to")
}

func fieldsOf(err error) []casework.FieldError {
	r, _ := casework.RefusalOf(err)
	return r.Fields
}

// Sentence 2 (B-36).
func TestWhatItTouchesLooksAgainAndIsCounted(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	var own freeze.State
	at(c, "03 09:00", func() { own = c.State().Own })
	c.Run()
	require.Equal(t, []string{"touched/0"}, asked(t, c))
	require.Equal(t, []string{"CHG-2026-000000"}, own.Touched)
	require.Equal(t, 2, own.More)
	require.Equal(t, []string{"freeze.announced 2026-03-02 10:00", "freeze.touches 2026-03-02 10:00"}, told(c)[:2])
	require.JSONEq(t, `{"changes":3}`, string(c.Ledger.Events()[1].Body))
}

// Sentence 3.
func TestWhatIsChangedLooksAgainAtBoth(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	var moved, later, same, back, gone *casetest.Answer
	var own freeze.State
	at(c, "03 09:00", func() {
		moved = updates(c, chair, freeze.Update{From: casetest.When("2026-03-06 20:00"), Items: []string{"counter", "mail"}, Reason: "vroeger"})
	})
	at(c, "03 09:01", func() { own = c.State().Own })
	at(c, "03 09:02", func() { same = updates(c, chair, freeze.Update{From: own.From, Items: own.Items, Reason: "niets"}) })
	at(c, "07 09:00", func() {
		back = updates(c, chair, freeze.Update{From: casetest.When("2026-03-08 00:00"), Reason: "later"})
	})
	at(c, "07 09:01", func() {
		gone = updates(c, chair, freeze.Update{To: casetest.When("2026-03-07 09:00"), Reason: "voorbij"})
	})
	at(c, "07 09:02", func() {
		later = updates(c, chair, freeze.Update{To: casetest.When("2026-03-10 00:00"), Reason: "langer"})
	})
	at(c, "12 09:00", func() {})
	c.Run()
	require.NoError(t, moved.Err)
	require.NoError(t, later.Err)
	require.Equal(t, "to freeze_unchanged", words(same))
	require.Equal(t, "from freeze_begun", words(back))
	require.Equal(t, "to instant_in_the_past", words(gone))
	require.Equal(t, []string{"counter", "mail"}, own.Items)
	require.Equal(t, []string{"touched/0", "touched/1 was 2026-03-07 00:00", "touched/2 was 2026-03-06 20:00", "touched/end was 2026-03-06 20:00"}, asked(t, c))
	require.Equal(t, []string{"CHG-2026-000001"}, own.Touched)
	var windows []string
	for _, p := range planned(c) {
		windows = append(windows, fmt.Sprint(p.Kind, " ", casetest.Face(p.From), " – ", casetest.Face(p.To)))
	}
	require.Equal(t, []string{"freeze 2026-03-07 00:00 – 2026-03-09 00:00", "freeze 2026-03-06 20:00 – 2026-03-09 00:00",
		"freeze 2026-03-06 20:00 – 2026-03-10 00:00"}, windows[:3])
	require.Contains(t, told(c), "freeze.ended 2026-03-10 00:00")
}

// Sentence 3: a freeze is widened to everything, and narrowed again; whom it concerns
// then sees it.
func TestAFreezeIsWidenedToEverything(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	var both, again *casetest.Answer
	var wide, narrow casework.State[freeze.State]
	at(c, "03 09:00", func() {
		both = updates(c, chair, freeze.Update{Everything: true, Items: []string{"mail"}, Reason: "x"})
	})
	at(c, "03 09:01", func() {
		updates(c, chair, freeze.Update{Everything: true, Providers: []string{"beta", "alfa"}, Reason: "alles"})
	})
	at(c, "03 09:02", func() { wide = c.State() })
	at(c, "03 09:03", func() { again = updates(c, chair, freeze.Update{Everything: true, Reason: "nog eens"}) })
	at(c, "03 09:04", func() {
		updates(c, chair, freeze.Update{Items: []string{"mail"}, Providers: []string{"beta"}, Reason: "minder"})
	})
	at(c, "03 09:05", func() { narrow = c.State() })
	c.Run()
	require.Equal(t, "items everything_or_items", words(both))
	require.Equal(t, "to freeze_unchanged", words(again))
	require.True(t, wide.Own.Everything())
	require.Equal(t, []string{"beta", "alfa"}, wide.Parties.Providers)
	require.Equal(t, []string{"mail"}, narrow.Own.Items)
	require.Equal(t, []string{"beta", "alfa"}, narrow.Parties.Providers, "who saw it goes on seeing it")
	plans := planned(c)
	require.Empty(t, plans[1].Items)
	require.Equal(t, []string{"mail"}, plans[2].Items)
	var says []string
	for _, e := range c.Ledger.Events() {
		if e.Kind == "freeze.updated" {
			says = append(says, string(e.Body))
		}
	}
	require.Contains(t, says[0], `"everything":true`)
	require.Contains(t, says[1], `"items":["mail"]`)

	m := announced(t, cleaning(), "beta", nil, 0)
	var all *casetest.Answer
	at(m, "03 09:00", func() { all = updates(m, agent, freeze.Update{Everything: true, Reason: "x"}) })
	m.Run()
	require.Equal(t, "everything only_for_freeze", words(all))
}

func words(a *casetest.Answer) string {
	if a.Refusal == nil {
		return ""
	}
	if len(a.Refusal.Fields) == 0 {
		return a.Refusal.Code
	}
	return a.Refusal.Fields[0].Field + " " + a.Refusal.Fields[0].Code
}

// Sentence 4.
func TestItBeginsAndEndsWithItsWindow(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	var during string
	at(c, "07 12:00", func() { during = c.State().Stage })
	at(c, "12 09:00", func() {})
	c.Run()
	require.Equal(t, freeze.Underway, during)
	require.Equal(t, []string{"freeze.announced 2026-03-02 10:00", "freeze.touches 2026-03-02 10:00", "freeze.began 2026-03-07 00:00", "freeze.ended 2026-03-09 00:00"}, told(c))
	require.Equal(t, freeze.Ended, c.Ledger.Events()[3].Effects.Case.Outcome)
	require.Equal(t, record.Plan{}, planned(c)[1], "nothing collides with it any more")
	require.NoError(t, c.Err)
}

// Sentence 4: lifted, before it begins and while it is under way.
func TestItIsLiftedWithTheReason(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"03 09:00", "07 09:00"} {
		c := announced(t, elections(), "", nil, 0)
		var bare, lifted *casetest.Answer
		at(c, when, func() { bare = casetest.Send(c, chair, freeze.Lift, "", freeze.Because{}) })
		at(c, when, func() { lifted = lifts(c, chair) })
		c.Run()
		require.Equal(t, "reason required", words(bare))
		require.NoError(t, lifted.Err)
		events := c.Ledger.Events()
		last := events[len(events)-1]
		require.Equal(t, "freeze.lifted", last.Kind)
		require.Equal(t, freeze.Lifted, last.Effects.Case.Outcome)
		require.Equal(t, &record.Plan{}, last.Effects.Case.Plan)
		require.Contains(t, asked(t, c), "touched/end was 2026-03-07 00:00")
	}
}

// Who announced it changes it: nobody acts for another (G-02).
func TestOnlyItsAnnouncerChangesIt(t *testing.T) {
	t.Parallel()
	for provider, other := range map[string]record.Actor{"": agent, "beta": chair, "alfa": agent} {
		c := announced(t, cleaning(), provider, nil, 0)
		var up, down *casetest.Answer
		at(c, "03 09:00", func() { up = updates(c, other, freeze.Update{To: casetest.When("2026-03-06 03:00"), Reason: "x"}) })
		at(c, "03 09:01", func() { down = lifts(c, other) })
		c.Run()
		require.Equal(t, casework.CodeForbidden, words(up), provider)
		require.Equal(t, casework.CodeForbidden, words(down), provider)
	}
}
