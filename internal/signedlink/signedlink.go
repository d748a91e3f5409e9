// Package signedlink signs the links that work without signing in: whoever has
// the link may do the one thing that it is for, and nothing else. A signature
// binds a purpose and a subject, so that a survey's link never unsubscribes.
//
// The package is pure: no I/O, no clock. The key is the installation's
// (ledger.Store.LinkKey). The paths are wire format: they stand in mails.
package signedlink

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// KeySize is the length of a key in bytes.
const KeySize = 32

// macSize keeps 128 bits of the HMAC-SHA256: short enough for a mail, and far
// beyond guessing.
const macSize = 16

// Purpose is what a link is for.
type Purpose string

// The purposes. Their names are signed: a changed one makes links that were sent void.
const (
	Confirm     Purpose = "confirm-subscription"
	Unsubscribe Purpose = "unsubscribe"
	Survey      Purpose = "survey"
	Schedule    Purpose = "schedule"
	Agenda      Purpose = "programme-agenda"
	Meetings    Purpose = "board-meetings"
)

// Sign returns the signature of a link that has no end. It is URL-safe.
func Sign(key []byte, purpose Purpose, subject string) string {
	return sign(key, purpose, subject, "")
}

// SignUntil returns the signature of a link that is good before an instant,
// which stands in it in whole seconds.
func SignUntil(key []byte, purpose Purpose, subject string, until time.Time) string {
	end := strconv.FormatInt(until.Unix(), 36)
	return end + "." + sign(key, purpose, subject, end)
}

// Verify reports whether mac is what Sign gives. A link with an end is none of them.
func Verify(key []byte, purpose Purpose, subject, mac string) bool {
	return len(key) == KeySize && hmac.Equal([]byte(mac), []byte(sign(key, purpose, subject, "")))
}

// VerifyAt reports whether mac is what SignUntil gave for an instant after now.
func VerifyAt(key []byte, purpose Purpose, subject, mac string, now time.Time) bool {
	end, mac, found := strings.Cut(mac, ".")
	if !found || len(key) != KeySize || !hmac.Equal([]byte(mac), []byte(sign(key, purpose, subject, end))) {
		return false
	}
	until, err := strconv.ParseInt(end, 36, 64)
	return err == nil && now.Before(time.Unix(until, 0))
}

// sign covers each part with its length, so that no two links sign the same bytes.
func sign(key []byte, purpose Purpose, subject, end string) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%d:%s%d:%s%d:%s", len(purpose), purpose, len(subject), subject, len(end), end)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:macSize])
}

// ConfirmPath leads to where a subscription is confirmed, before an instant.
func ConfirmPath(key []byte, subscriber string, until time.Time) string {
	return "/status/confirm/" + url.PathEscape(subscriber) + "/" + SignUntil(key, Confirm, subscriber, until)
}

// UnsubscribePath leads to where a subscription ends.
func UnsubscribePath(key []byte, subscriber string) string {
	return "/status/unsubscribe/" + url.PathEscape(subscriber) + "/" + Sign(key, Unsubscribe, subscriber)
}

// SurveyPath leads to a survey.
func SurveyPath(key []byte, survey string) string {
	return "/survey/" + url.PathEscape(survey) + "/" + Sign(key, Survey, survey)
}

// SchedulePath leads to a person's forward schedule as a calendar; query is its filter,
// as in the address.
func SchedulePath(key []byte, person, query string) string {
	path := "/calendar/feed/" + url.PathEscape(person) + "/" + Sign(key, Schedule, person+"?"+query) + ".ics"
	if query != "" {
		path += "?" + query
	}
	return path
}

// AgendaSubject is what the link to a programme's dates signs: the programme and
// whose agenda it is for.
func AgendaSubject(programme, person string) string { return programme + "/" + person }

// AgendaPath leads to a programme's dates as one person sees them.
func AgendaPath(key []byte, programme, person string) string {
	return "/programmes/" + url.PathEscape(programme) + "/agenda/" + url.PathEscape(person) + "/" + Sign(key, Agenda, AgendaSubject(programme, person)) + ".ics"
}

// MeetingsSubject is what the link to a board's meetings signs: the board and whose
// agenda it is for.
func MeetingsSubject(board, person string) string { return board + "/" + person }

// MeetingsPath leads to a board's meetings as a calendar, for one person.
func MeetingsPath(key []byte, board, person string) string {
	return "/boards/" + url.PathEscape(board) + "/agenda/" + url.PathEscape(person) + "/" + Sign(key, Meetings, MeetingsSubject(board, person)) + ".ics"
}
