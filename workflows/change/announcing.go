package change

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/notice"
)

// errandAnnounce opens the notice of an unavailability.
const errandAnnounce = "announce"

// announce is sentence 11: what makes a service unavailable is announced to the
// Clients (E-06, B-16). What was announced before is brought up to date.
func announce(t *turn) {
	u := t.Own.Content.Unavailability
	switch {
	case t.Own.Announced == nil && u.None:
	case t.Own.Announced == nil:
		a := notice.Announcement{Service: u.Services[0], Title: t.Own.Content.Title, Text: u.Text, From: u.From, To: u.To}
		if c := t.Own.Content.Client; c != "" {
			a.Clients = []string{c}
		}
		t.OpenCase(errandAnnounce, casework.Opening{Process: notice.Name, Prefix: notice.Prefix, Version: notice.Version, Title: a.Title,
			Links: []record.Link{{Kind: LinkAnnounces, Ref: t.Ref}},
			Own:   notice.Opened(a, cmp.Or(t.Own.Fit.Service, a.Service), t.Own.Fit.Affected)})
		t.Own.Announced = &u
	case u.None:
		endNotice(t, t.Own.Content.Title)
	case record.ContentHash(u) != record.ContentHash(t.Own.Announced):
		t.Own.Announced = &u
		updateNotice(t)
	}
}

// updateNotice brings the notice up to date, once its reference is known.
func updateNotice(t *turn) {
	u := t.Own.Announced
	t.Own.NoticeLags = t.Own.Notice == ""
	if !t.Own.NoticeLags {
		t.Own.Told++
		casework.TellCase(t, told(t, "notice/"), t.Own.Notice, notice.Change, notice.Update{Text: u.Text, From: u.From, To: u.To})
	}
}

// told names an errand that tells another case something.
func told(t *turn, family string) string { return family + strconv.Itoa(t.Own.Told) }

// announced is the answer: the notice has a reference. What changed meanwhile is told now.
func announced(t *turn, raw json.RawMessage) {
	var made record.Opened
	if json.Unmarshal(raw, &made) != nil {
		return
	}
	t.Own.Notice = made.Ref
	switch {
	case t.Own.Announced == nil:
		cancelNotice(t, t.Own.Content.Title)
	case t.Own.NoticeLags:
		updateNotice(t)
	}
}

// announcing reports whether the notice is being opened: until its reference is
// known the change must not end, because nobody could call the notice off.
func announcing(s *situation) bool {
	_, out := s.Errands[errandAnnounce]
	return out
}

// endNotice ends what was announced: it is called off before it begins, and ends
// early after that.
func endNotice(t *turn, why string) {
	u := t.Own.Announced
	if u == nil {
		return
	}
	why = cmp.Or(strings.TrimSpace(why), t.Own.Content.Title)
	switch {
	case t.At.Before(u.From):
		cancelNotice(t, why)
	case t.At.Before(u.To) && t.Own.Notice != "":
		t.Own.Told++
		casework.TellCase(t, told(t, "notice/"), t.Own.Notice, notice.End, notice.Ending{Text: why})
	}
	t.Own.Announced = nil
}

func cancelNotice(t *turn, why string) {
	if t.Own.Notice != "" {
		t.Own.Told++
		casework.TellCase(t, told(t, "notice/"), t.Own.Notice, notice.Cancel, notice.Because{Reason: why})
	}
}

// noticeAnswered writes down that the notice refused: it may have begun or ended by
// itself meanwhile.
func noticeAnswered(t *turn, raw json.RawMessage) {
	var answer record.Told
	if json.Unmarshal(raw, &answer) == nil && answer.Refused != "" {
		t.Say("change.notice_refused", map[string]string{"code": answer.Refused})
	}
}
