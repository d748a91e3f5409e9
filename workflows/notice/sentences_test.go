package notice_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/notice"
)

// Sentence 1 (E-06).
func TestANoticeIsPublishedAtOnce(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	var state casework.State[notice.State]
	at(c, "02 10:01", func() { state = c.State() })
	c.Run()
	require.Equal(t, "notice.published 2026-03-02 10:00", told(c)[0])
	require.Equal(t, notice.Planned, state.Stage)
	require.True(t, state.Own.Published.Equal(begin), "the status page shows what is published")
	require.Equal(t, "netwerk", state.Own.Service)
}

// Sentences 1 and 2: what is wrong is refused by the name of the field.
func TestAnAnnouncementThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, check(work()))
	now := work()
	now.From = begin
	require.NoError(t, check(now), "at once is not too late")
	for what, c := range map[string]struct {
		change      func(*notice.Announcement)
		field, code string
	}{
		"another service": {func(a *notice.Announcement) { a.Service = "koffie" }, "service", "unknown"},
		"no title":        {func(a *notice.Announcement) { a.Title = " " }, "title", "required"},
		"a long title":    {func(a *notice.Announcement) { a.Title = strings.Repeat("t", 161) }, "title", "too_long"},
		"no text":         {func(a *notice.Announcement) { a.Text = "" }, "text", "required"},
		"a long text":     {func(a *notice.Announcement) { a.Text = strings.Repeat("t", 4001) }, "text", "too_long"},
		"no beginning":    {func(a *notice.Announcement) { a.From = time.Time{} }, "from", "required"},
		"the past":        {func(a *notice.Announcement) { a.From = begin.Add(-time.Second) }, "from", "instant_in_the_past"},
		"no end":          {func(a *notice.Announcement) { a.To = time.Time{} }, "to", "required"},
		"no length":       {func(a *notice.Announcement) { a.To = a.From }, "to", "must_be_after_from"},
		"too far":         {func(a *notice.Announcement) { a.To = a.To.AddDate(3, 0, 0) }, "to", "too_far"},
		"no such Client":  {func(a *notice.Announcement) { a.Clients = []string{"noord", "oost"} }, "clients[1]", "unknown"},
		"one twice":       {func(a *notice.Announcement) { a.Clients = []string{"noord", "noord"} }, "clients[1]", "unknown"},
	} {
		a := work()
		c.change(&a)
		refusal, ok := casework.RefusalOf(check(a))
		require.True(t, ok, what)
		require.Equal(t, []string{c.field, c.code}, []string{refusal.Fields[0].Field, refusal.Fields[0].Code}, what)
		require.Len(t, refusal.Fields, 1, "%s: %v", what, refusal.Fields)
	}
}

// Sentence 3 (E-06).
func TestTheAffectedAndTheSubscribersGetAMail(t *testing.T) {
	t.Parallel()
	some := work()
	some.Clients = []string{"zuid"}
	for _, x := range []struct {
		a  notice.Announcement
		to []record.Recipient
	}{
		{work(), []record.Recipient{{Org: "noord", Role: "requester"}, {Org: "zuid", Role: "requester"}, {Subscribers: ref}}},
		{some, []record.Recipient{{Org: "zuid", Role: "requester"}, {Subscribers: ref}}},
	} {
		c := published(t, x.a, nil, 0)
		c.Run()
		var to []record.Recipient
		for _, m := range mails(c) {
			to = append(to, m.To)
			require.Equal(t, "notice_update", m.Template)
			require.Equal(t, map[string]string{"news": "published", "service": "Netwerk en telefonie", "title": x.a.Title, "text": x.a.Text,
				"from": "2026-03-07T21:00:00Z", "to": "2026-03-08T03:00:00Z"}, m.Args)
		}
		require.Equal(t, x.to, to)
	}
}

// Sentence 4 (E-37), also where the clock changes.
func TestAWindowOutsideAWeekendDoesNotCountAsPlanned(t *testing.T) {
	t.Parallel()
	for window, weekend := range map[[2]string]bool{
		{"2026-03-07 00:00", "2026-03-09 00:00"}: true,
		{"2026-03-06 23:59", "2026-03-07 06:00"}: false,
		{"2026-03-08 22:00", "2026-03-09 00:00"}: true,
		{"2026-03-08 22:00", "2026-03-09 00:01"}: false,
		{"2026-03-29 00:00", "2026-03-30 00:00"}: true, // 23 hours
		{"2026-10-24 00:00", "2026-10-26 00:00"}: true, // 49 hours
		{"2026-03-07 22:00", "2026-03-14 23:00"}: false,
		{"2026-03-10 10:00", "2026-03-10 11:00"}: false,
	} {
		a := work()
		a.From, a.To = casetest.When(window[0]), casetest.When(window[1])
		require.NoError(t, check(a))
		c := published(t, a, nil, 0)
		var own notice.State
		var again *casetest.Answer
		at(c, "02 10:01", func() { again = updates(c, notice.Update{Text: "bevestigd"}) })
		at(c, "02 10:02", func() { own = c.State().Own })
		c.Run()
		require.Equal(t, weekend, own.Weekend, "%v", window)
		require.Equal(t, !weekend, len(again.Receipt.Notes) > 0, "%v: %v", window, again.Receipt.Notes)
	}
}

// Sentence 5: at the instants of the window, on the day of the clock change too.
func TestTheNoticeIsUnderWayDuringItsWindow(t *testing.T) {
	t.Parallel()
	for _, w := range [][2]string{{"2026-03-07 22:00", "2026-03-08 04:00"}, {"2026-03-29 01:30", "2026-03-29 03:30"}, {"2026-10-25 01:30", "2026-10-25 03:30"}} {
		a := work()
		a.From, a.To = casetest.When(w[0]), casetest.When(w[1])
		c := published(t, a, nil, 0)
		c.At(a.From.Add(-time.Minute), func() { require.Equal(t, notice.Planned, c.State().Stage) })
		c.At(a.From.Add(time.Minute), func() { require.Equal(t, notice.Underway, c.State().Stage) })
		c.At(a.To.Add(time.Minute), func() {})
		c.Run()
		require.NoError(t, c.Err)
		require.Equal(t, []string{"notice.published 2026-03-02 10:00", "notice.began " + w[0], "notice.ended " + w[1]}, told(c))
		require.Len(t, mails(c), 3, "what was announced is not announced again")
		require.Equal(t, "published", mails(c)[0].Args["news"])
	}
}

// Sentence 6.
func TestAnUpdateMovesTheWindowAndMailsAgain(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	moved := notice.Update{Text: "een dag later", From: casetest.When("2026-03-08 22:00"), To: casetest.When("2026-03-08 23:00")}
	at(c, "03 09:00", func() { require.NoError(t, updates(c, moved).Err) })
	at(c, "08 20:00", func() { require.Equal(t, notice.Planned, c.State().Stage, "the old beginning does not count any more") })
	at(c, "09 09:00", func() {})
	c.Run()
	require.Equal(t, []string{"notice.published 2026-03-02 10:00", "notice.updated 2026-03-03 09:00", "notice.began 2026-03-08 22:00",
		"notice.ended 2026-03-08 23:00"}, told(c))
	require.Len(t, mails(c), 3)
	require.Equal(t, map[string]string{"news": "updated", "service": "Netwerk en telefonie", "title": "Nieuwe kernrouter", "text": "een dag later",
		"from": "2026-03-08T21:00:00Z", "to": "2026-03-08T22:00:00Z"}, mails(c)[0].Args)
}

// Sentence 6: once begun, the beginning stays; the end can still move.
func TestAWindowThatHasBegunKeepsItsBeginning(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	var earlier, past, empty, longer *casetest.Answer
	at(c, "08 01:00", func() { earlier = updates(c, notice.Update{Text: "anders", From: casetest.When("2026-03-07 23:00")}) })
	at(c, "08 01:01", func() { past = updates(c, notice.Update{Text: "anders", To: casetest.When("2026-03-08 00:30")}) })
	at(c, "08 01:02", func() { empty = updates(c, notice.Update{}) })
	at(c, "08 01:03", func() { longer = updates(c, notice.Update{Text: "loopt uit", To: casetest.When("2026-03-08 06:00")}) })
	at(c, "08 07:00", func() {})
	c.Run()
	require.Equal(t, casework.FieldError{Field: "from", Code: "already_begun"}, earlier.Refusal.Fields[0])
	require.Equal(t, casework.FieldError{Field: "to", Code: "instant_in_the_past"}, past.Refusal.Fields[0])
	require.Equal(t, casework.FieldError{Field: "text", Code: "required"}, empty.Refusal.Fields[0])
	require.NoError(t, longer.Err)
	require.Equal(t, "notice.ended 2026-03-08 06:00", told(c)[len(told(c))-1])
}

// Sentence 6: an update does not plan into the past either.
func TestAnUpdateDoesNotPlanIntoThePast(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	var past, backwards *casetest.Answer
	at(c, "03 09:00", func() { past = updates(c, notice.Update{Text: "t", From: casetest.When("2026-03-03 08:00")}) })
	at(c, "03 09:01", func() { backwards = updates(c, notice.Update{Text: "t", From: casetest.When("2026-03-08 05:00")}) })
	c.Run()
	require.Equal(t, casework.FieldError{Field: "from", Code: "instant_in_the_past"}, past.Refusal.Fields[0])
	require.Equal(t, casework.FieldError{Field: "to", Code: "must_be_after_from"}, backwards.Refusal.Fields[0])
}

// Sentence 7.
func TestWorkThatIsDoneEarlyEndsTheNotice(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	var silent, done *casetest.Answer
	at(c, "08 01:00", func() { silent = ends(c, "") })
	at(c, "08 01:01", func() { done = ends(c, "alles werkt weer") })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.Equal(t, notice.Ended, done.Receipt.Stage)
	require.Equal(t, "ended", mails(c)[0].Args["news"])
	require.Equal(t, "2026-03-08T00:01:00Z", mails(c)[0].Args["to"])
	require.Len(t, told(c), 3, "its end does not come a second time")
}

// Sentence 7.
func TestPlannedWorkIsCalledOff(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	var silent, done *casetest.Answer
	at(c, "03 09:00", func() { silent = cancels(c, " ") })
	at(c, "03 09:01", func() { done = cancels(c, "levering te laat") })
	at(c, "09 09:00", func() {})
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.Equal(t, notice.CalledOff, done.Receipt.Stage)
	require.Equal(t, []string{"called_off", "levering te laat"}, []string{mails(c)[0].Args["news"], mails(c)[0].Args["text"]})
	require.Equal(t, []string{"notice.published 2026-03-02 10:00", "notice.called_off 2026-03-03 09:01"}, told(c))
}

// Sentence 8 (B-36).
func TestItStandsAmongWhatIsPlannedUntilItsEnd(t *testing.T) {
	t.Parallel()
	night := record.Plan{Kind: record.PlanNotice, Items: []string{"netwerk"}, Provider: "alfa", Firm: true,
		From: casetest.When("2026-03-07 22:00").UTC(), To: casetest.When("2026-03-08 04:00").UTC()}
	longer := night
	longer.To = casetest.When("2026-03-08 06:00").UTC()
	for way, end := range map[string]func(c story){
		"by itself":  func(c story) { at(c, "12 09:00", func() {}) },
		"early":      func(c story) { at(c, "08 01:00", func() { ends(c, "klaar") }) },
		"called off": func(c story) { at(c, "05 09:00", func() { cancels(c, "niet nodig") }) },
	} {
		c := published(t, work(), nil, 0)
		at(c, "03 09:00", func() { updates(c, notice.Update{Text: "alleen de tekst"}) })
		at(c, "03 10:00", func() { updates(c, notice.Update{Text: "langer", To: longer.To}) })
		end(c)
		c.Run()
		var plans []record.Plan
		var looks []string
		for _, e := range c.Ledger.Events() {
			if e.Effects.Case != nil && e.Effects.Case.Plan != nil {
				plans = append(plans, *e.Effects.Case.Plan)
			}
			for _, x := range e.Effects.Errands {
				var in record.TouchedAsked
				if x.Done {
					continue
				}
				require.Equal(t, record.TouchedActivity, x.Activity)
				require.NoError(t, json.Unmarshal(x.Input, &in))
				if in.Was == nil {
					looks = append(looks, x.ID)
					continue
				}
				looks = append(looks, x.ID+" was until "+face(in.Was.To))
			}
		}
		require.Equal(t, []record.Plan{night, longer, {}}, plans, way)
		require.Equal(t, []string{"touched/0", "touched/2 was until 2026-03-08 04:00", "touched/end was until 2026-03-08 06:00"}, looks, way)
	}
}

// A notice of the first version, that runs still, stays out of it.
func TestANoticeOfTheFirstVersionPlansNothing(t *testing.T) {
	t.Parallel()
	c := publishedAs(t, 1, work(), nil, 0)
	at(c, "03 10:00", func() { updates(c, notice.Update{Text: "langer", To: casetest.When("2026-03-08 06:00")}) })
	at(c, "12 09:00", func() {})
	c.Run()
	for _, e := range c.Ledger.Events() {
		require.Empty(t, e.Effects.Errands)
		require.True(t, e.Effects.Case == nil || e.Effects.Case.Plan == nil)
	}
}
