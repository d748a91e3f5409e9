package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func TestARequestThatLacksSomethingIsToldWhat(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client := s.As(clientLead)
	for name, c := range map[string]struct {
		change      object
		field, code string
		says        string
	}{
		"no title":                 {change: object{"title": nil}, field: "title", code: "required", says: "Vul dit veld in."},
		"an empty title":           {change: object{"title": " "}, field: "title", code: "required"},
		"a title too long":         {change: object{"title": strings.Repeat("a", 161)}, field: "title", code: "too_long", says: "Gebruik hoogstens 160 tekens."},
		"an unknown provider":      {change: object{"provider": "gamma"}, field: "provider", code: "unknown"},
		"a foreign representative": {change: object{"representative": foreignClient}, field: "representative", code: "unknown_person"},
		"a past start":             {change: object{"start": "2026-03-01"}, field: "start", code: "in_the_past"},
		"a date that is none":      {change: object{"start": "2026-02-30"}, field: "start", code: "bad_date"},
		"a date of another form":   {change: object{"start": "02/03/2026"}, field: "start", code: "bad_date"},
		"no months":                {change: object{"months": 0}, field: "months", code: "between", says: "Kies een waarde van 1 tot en met 48."},
		"months in words":          {change: object{"months": "drie"}, field: "months", code: "expected_number"},
		"no profiles":              {change: object{"profiles": []object{}}, field: "profiles", code: "required_profile"},
		"profiles that are null":   {change: object{"profiles": []any{nil}}, field: "profiles[0]", code: "expected_object"},
		"an unknown profile":       {change: object{"profiles": []object{{"profile": "tovenaar", "fte": "1"}}}, field: "profiles[0].profile", code: "unknown_profile"},
		"more than full time":      {change: object{"profiles": []object{{"profile": "analist", "fte": "1.5"}}}, field: "profiles[0].fte", code: "must_be_share"},
		"a decimal in words":       {change: object{"profiles": []object{{"profile": "analist", "fte": "half"}}}, field: "profiles[0].fte", code: "expected_decimal"},
		"a decimal without end":    {change: object{"profiles": []object{{"profile": "analist", "fte": "1e999999999"}}}, field: "profiles[0].fte", code: "expected_decimal"},
		"a number without end":     {change: object{"profiles": []object{{"profile": "analist", "fte": 1e300}}}, field: "profiles[0].fte", code: "expected_decimal"},
		"an unknown field":         {change: object{"titel": "x"}, field: "titel", code: "unknown_field"},
		"a field in other letters": {change: object{"Title": "x"}, field: "Title", code: "unknown_field"},
		"unreadable text":          {change: object{"goal": "a\u0000b"}, field: "goal", code: "bad_text"},
	} {
		p := refusedWith(t, client.Post(t, "/api/v1/regie", request(c.change)), http.StatusUnprocessableEntity, "invalid")
		require.NotEmpty(t, p.Errors, name)
		require.Equal(t, c.field, p.Errors[0].Field, name)
		require.Equal(t, c.code, p.Errors[0].Code, name)
		require.NotContains(t, p.Errors[0].Message, "field.", name)
		if c.says != "" {
			require.Equal(t, c.says, p.Errors[0].Message, name)
		}
	}
	cases := apptest.Read[struct{ Items []object }](t, client.Get(t, "/api/v1/cases"), http.StatusOK)
	require.Empty(t, cases.Items, "nothing was opened")
}

func TestAnOfferIsHeldAgainstTheCatalogue(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := opened(t, s)
	provider := s.As(providerAgent)
	p := refusedWith(t, provider.Post(t, path+"/offers", offer(object{"lines": []object{line(object{"price": "98.01"}), line(object{"hours": "-1"})}})),
		http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "lines[0].price", p.Errors[0].Field)
	require.Equal(t, "above_maximum", p.Errors[0].Code)
	require.Equal(t, "De prijs ligt boven het maximum van € 98,00 per uur voor het profiel analist. Verlaag de prijs.", p.Errors[0].Message)
	require.Equal(t, "lines[1].hours", p.Errors[1].Field)

	p = refusedWith(t, provider.With("Accept-Language", "en-GB,nl;q=0.5").Post(t, path+"/offers", offer(object{"lines": []object{line(object{"price": "98.01"})}})),
		http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "The information is not correct", p.Title)
	require.Equal(t, "The price is above the maximum of €98.00 an hour for the profile analist. Lower the price.", p.Errors[0].Message)
}

func TestWhatWasDoneIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := opened(t, s)
	client, provider := s.As(clientLead), s.As(providerAgent)
	done(t, provider, path+"/questions", object{"questions": []string{"Waar?"}})
	answers := object{"round": "Q1", "answers": object{"Q1.1": "Hier"}}
	done(t, client, path+"/answers", answers)
	p := refusedWith(t, client.Post(t, path+"/answers", answers), http.StatusConflict, "already_done")
	require.Equal(t, "Dat is al gebeurd", p.Title)
	refusedWith(t, client.Post(t, path+"/answers", object{"round": "Q9", "answers": object{}}), http.StatusNotFound, "unknown_subject")
	p = refusedWith(t, client.Post(t, path+"/order", object{"content": "x", "reference": "B", "ioNumbers": []string{"1"}, "committed": "2026-03-02"}), http.StatusConflict, "not_now")
	require.Contains(t, p.Detail, "“Offerte in voorbereiding”", "the stage is named as the portal names it")
	// Late questions are sent, without suspension, and the sender is told so (M-12).
	done(t, provider, path+"/offers", offer())
	done(t, client, path+"/withdrawal", object{"reason": "Niet meer nodig"})
	p = refusedWith(t, provider.Post(t, path+"/offers", offer()), http.StatusConflict, "closed")
	require.Contains(t, p.Detail, "(Ingetrokken)")
	require.Equal(t, "withdrawn", apptest.Read[object](t, client.Get(t, "/api/v1/cases/"+ref), http.StatusOK)["outcome"])
}

func TestALateQuestionIsSentAndSaysThatItDoesNotSuspend(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := opened(t, s)
	provider := s.As(providerAgent)
	done(t, provider, path+"/completeness", object{})
	r := done(t, provider, path+"/questions", object{"questions": []string{"Toch nog iets?"}})
	require.Len(t, r.Notes, 1)
	require.Equal(t, "question_without_suspension", r.Notes[0].Code)
	require.Contains(t, r.Notes[0].Message, "de antwoordtermijn loopt daarom gewoon door")
	require.Equal(t, "running", clock(t, shown(t, provider, path), "answer").State)
}

func TestStaleContentComesWithItsDifference(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := opened(t, s)
	client, provider, head := s.As(clientLead), s.As(providerAgent), s.As("noord-diensthoofd")
	done(t, provider, path+"/offers", offer())
	seen := shown(t, client, path).State.Offer.Content
	done(t, provider, path+"/offers", offer(object{"lines": []object{line(object{"price": "95", "candidate": "Analist B", "staff": "A-2"})}}))
	now := shown(t, client, path).State.Offer.Content

	p := refusedWith(t, client.Post(t, path+"/approval-requests", object{"content": seen}), http.StatusConflict, "stale")
	require.Equal(t, seen, p.Seen)
	require.Equal(t, now, p.Current)
	changed := map[string][2]string{}
	for _, d := range p.Difference {
		changed[d.Field] = [2]string{d.Before, d.Now}
	}
	require.Equal(t, [2]string{"92.5", "95"}, changed["lines.L1.price"])
	require.Equal(t, [2]string{"Analist A", "Analist B"}, changed["lines.L1.candidate"])
	require.NotContains(t, changed, "plan", "what did not change is no difference")

	// The same holds for an approver's decision.
	done(t, client, path+"/approval-requests", object{"content": now})
	asked := openTask(t, head, ref, "approve_offer")
	p = refusedWith(t, head.Post(t, "/api/v1/tasks/"+asked.ID+"/decision", object{"option": "approve", "content": seen}), http.StatusConflict, "stale")
	require.NotEmpty(t, p.Difference)
	p = refusedWith(t, head.Post(t, "/api/v1/tasks/"+asked.ID+"/decision", object{"option": "approve", "content": "never-seen"}), http.StatusConflict, "stale")
	require.Empty(t, p.Difference)
	// The decision on the present content counts; a slash in the address is understood.
	require.Equal(t, http.StatusOK, head.Post(t, "/api/v1/tasks/"+strings.Replace(asked.ID, ".", "%2F", 1)+"/decision", object{"option": "approve", "content": now}).Status)
}

func TestAnExpiredOfferCannotBeOrdered(t *testing.T) {
	t.Parallel()
	_, s := site(t, apptest.Speed(20_000)) // a day in 4.3 s
	client, provider := s.As(clientLead), s.As(providerAgent)
	_, path := opened(t, s)
	now, err := time.Parse(time.RFC3339, apptest.Read[struct{ Now string }](t, client.Get(t, path), http.StatusOK).Now)
	require.NoError(t, err)
	until := now.AddDate(0, 0, 1).Format(time.DateOnly)
	done(t, provider, path+"/offers", offer(object{"validUntil": until}))
	content := shown(t, client, path).State.Offer.Content
	require.Eventually(t, func() bool {
		return apptest.Read[struct {
			State struct{ Offer struct{ Expired bool } }
		}](t, client.Get(t, path), http.StatusOK).State.Offer.Expired
	}, time.Minute, 50*time.Millisecond)
	p := refusedWith(t, client.Post(t, path+"/approval-requests", object{"content": content}), http.StatusConflict, "offer_expired")
	require.Contains(t, p.Detail, "maart 2026")
}

func TestATimesheetHasPossibleHours(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := ordered(t, s)
	provider := s.As(providerAgent)
	days := func(first any) []any { return []any{first, "0", "0", "0", "0", "0", "0"} }
	for name, c := range map[string]struct {
		body        object
		field, code string
	}{
		"negative":           {object{"line": "L1", "week": "2026-03-02", "days": days("-1")}, "days[0]", "negative_hours"},
		"more than a day":    {object{"line": "L1", "week": "2026-03-02", "days": days("24.25")}, "days[0]", "more_than_a_day"},
		"a third of an hour": {object{"line": "L1", "week": "2026-03-02", "days": days("0.33")}, "days[0]", "quarter_hours"},
		"no Monday":          {object{"line": "L1", "week": "2026-03-03", "days": days("1")}, "week", "must_be_monday"},
		"six days":           {object{"line": "L1", "week": "2026-03-02", "days": []any{1, 1, 1, 1, 1, 1}}, "days", "too_few"},
		"no days":            {object{"line": "L1", "week": "2026-03-02"}, "days", "required"},
		"hours elsewhere":    {object{"line": "L1", "week": "2026-03-02", "days": days("1"), "elsewhere": "0"}, "elsewhere", "unknown_field"},
	} {
		p := refusedWith(t, provider.Post(t, path+"/timesheets", c.body), http.StatusUnprocessableEntity, "invalid")
		require.Equal(t, c.field, p.Errors[0].Field, name)
		require.Equal(t, c.code, p.Errors[0].Code, name)
	}
}

func TestADecisionNeedsTheRightAndAReason(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, path := opened(t, s)
	client, head := s.As(clientLead), s.As("noord-diensthoofd")
	done(t, s.As(providerAgent), path+"/offers", offer())
	content := shown(t, client, path).State.Offer.Content
	done(t, client, path+"/approval-requests", object{"content": content})
	asked := openTask(t, head, ref, "approve_offer")
	decision := "/api/v1/tasks/" + asked.ID + "/decision"
	yes := object{"option": "approve", "content": content}

	refusedWith(t, client.Post(t, decision, yes), http.StatusForbidden, "forbidden")
	refusedWith(t, s.As(serviceManager).Post(t, decision, yes), http.StatusForbidden, "forbidden")
	refusedWith(t, s.As(foreignClient).Post(t, decision, yes), http.StatusNotFound, "not_found")
	refusedWith(t, head.Post(t, "/api/v1/tasks/"+ref+".99/decision", yes), http.StatusNotFound, "not_found")
	p := refusedWith(t, head.Post(t, decision, object{"option": "perhaps", "content": content}), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "choose_option", p.Errors[0].Code)
	require.Contains(t, p.Errors[0].Message, "approve, reject")
	p = refusedWith(t, head.Post(t, decision, object{"option": "reject", "content": content}), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "required_reason", p.Errors[0].Code)
	decide(t, head, asked, "approve", "")
	refusedWith(t, head.Post(t, decision, yes), http.StatusConflict, "already_done")
}
