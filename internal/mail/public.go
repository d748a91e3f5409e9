package mail

import (
	"fmt"
	"strings"

	"termijn/internal/ledger"
	"termijn/internal/signedlink"
)

// The mails that go to people without an account too. They say nothing of the
// case but what their arguments say, which is public.

// incidentUpdate is news about an incident that hits several Clients (E-06).
func (w *writer) incidentUpdate() {
	w.public(w.Args["ref"], w.Args["title"])
	w.say(w.own("lead"))
	w.say(paragraphs(w.Args["text"])...)
}

// noticeUpdate is news about planned unavailability (E-06).
func (w *writer) noticeUpdate() {
	w.public("", "")
	w.places = []any{"Service", clean(w.Args["service"], 100)}
	switch w.Args["news"] {
	case "ended":
		w.say(w.own("lead.ended"))
	case "called_off":
		w.say(w.own("lead.called_off"))
	default:
		w.say(w.own("lead"))
	}
	w.say(paragraphs(w.Args["text"])...)
	w.row("service", clean(w.Args["service"], 100))
	w.row("from", w.moment("from", w.DateTime))
	w.row("to", w.moment("to", w.DateTime))
}

// public forgets what the case is called and leads to the page that all may read.
func (w *writer) public(ref, title string) {
	w.Case = ledger.OutgoingCase{Ref: clean(ref, 40), Title: clean(title, 120)}
	w.letter.Action = link{w.T("mail.open.status"), w.base + "/status"}
	if w.Reader.Subscriber != "" {
		w.letter.Why = w.T("mail.why.subscriber")
	}
}

// surveyInvite asks the reporter for a score, once (E-14). Its links need no signing in.
func (w *writer) surveyInvite() {
	w.public(w.Args["ref"], "")
	w.letter.Why = w.own("why")
	survey := w.signed(func(key []byte) string { return signedlink.SurveyPath(key, w.Args["survey"]) })
	for score := 1; score <= 5; score++ {
		w.letter.Choices = append(w.letter.Choices, link{w.own(fmt.Sprintf("score.%d", score)), fmt.Sprintf("%s?score=%d", survey, score)})
	}
	w.say(w.own("lead"), w.own("effort"))
	w.letter.Action = link{w.own("open"), survey}
}

// subscriptionConfirm asks whether it was the address's owner who subscribed.
func (w *writer) subscriptionConfirm() {
	until := w.Created.Add(ledger.ConfirmWithin)
	w.public(w.Case.Ref, "")
	w.letter.Why = w.own("why")
	if w.Case.Ref == "" {
		w.say(w.own("all"))
	} else {
		w.say(w.own("case"))
	}
	w.say(w.own("ask"))
	w.row("due", w.DateTime(until))
	w.letter.Action = link{w.own("open"), w.signed(func(key []byte) string {
		return signedlink.ConfirmPath(key, w.Reader.Subscriber, until)
	})}
}

// leave gives a subscriber's mail its way out; who has not confirmed is not in yet.
func (w *writer) leave() {
	if w.Reader.Subscriber == "" || w.Template == ledger.SubscriptionConfirm {
		return
	}
	w.letter.Leave = link{w.T("mail.leave"), w.signed(func(key []byte) string {
		return signedlink.UnsubscribePath(key, w.Reader.Subscriber)
	})}
}

// signed is the address of a link that works without signing in.
func (w *writer) signed(path func(key []byte) string) string {
	if len(w.key) != signedlink.KeySize {
		w.err = errNoKey
		return ""
	}
	return w.base + path(w.key)
}

// greeting names the reader; of subscribers only the address is known.
func (w *writer) greeting(name string) string {
	if name == "" {
		return w.T("mail.greeting.anybody")
	}
	return w.T("mail.greeting", "Name", name)
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(text string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		all = append(all, clean(p, 2000))
	}
	return all
}
