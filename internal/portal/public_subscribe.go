package portal

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"termijn/internal/app"
)

// answerPage is a page that says one thing, perhaps with one button.
type answerPage struct {
	Page
	Lead, Advice string
	// Action is where the button's form goes, Send its text; empty for no button.
	Action, Send string
}

var answerShape = newShape("public_answer", &answerPage{})

// answer shows a page of the texts of an ID.
func (v *visit) answer(status int, id, action string) error {
	page := &answerPage{Page: v.openPage(v.text.T(id + ".title")), Lead: v.text.T(id + ".lead"), Action: action}
	if v.text.Has(id + ".advice") {
		page.Advice = v.text.T(id + ".advice")
	}
	if action != "" {
		page.Send = v.text.T(id + ".send")
	}
	// Nobody's link belongs in a search engine, nor in another site's log.
	v.w.Header().Set("X-Robots-Tag", "noindex")
	return show(v, status, answerShape, page)
}

// subscribe asks an address to confirm. What comes back is the same for every
// address: it never says who has subscribed.
func (p *portal) subscribe(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	f := Form{Values: v.r.PostForm, Errors: map[string]string{}}
	if !p.subscribers.allow(v.r.RemoteAddr, time.Now()) {
		f.Problem = v.text.T("public.subscribe.often")
		return v.showStatus(http.StatusTooManyRequests, f)
	}
	lang := v.text.Lang()
	if err := p.service.Subscribe(v.r.Context(), f.Value("email"), lang, f.Value("subject")); err != nil {
		if !v.refused(&f, err, map[string]string{"ref": "subject"}) {
			return err
		}
		return v.showStatus(f.status(), f)
	}
	v.redirect("/status/subscribed?" + url.Values{"lang": {lang}}.Encode())
	return nil
}

func (p *portal) subscribed(v *visit) error { return v.answer(http.StatusOK, "public.subscribed", "") }

// confirmShow asks for a press of a button: what reads mails before people do
// follows their links.
func (p *portal) confirmShow(v *visit) error {
	return v.answer(http.StatusOK, "public.confirm", v.r.URL.Path)
}

func (p *portal) confirm(v *visit) error {
	return v.settled(p.service.ConfirmSubscription(v.r.Context(), v.param("id"), v.param("mac")), "public.confirmed")
}

func (p *portal) unsubscribeShow(v *visit) error {
	return v.answer(http.StatusOK, "public.unsubscribe", v.r.URL.Path)
}

// unsubscribe ends a subscription. Mail programs send this form themselves, from
// anywhere and without a page before it, and take no redirect (RFC 8058).
func (p *portal) unsubscribe(v *visit) error {
	return v.settled(p.service.Unsubscribe(v.r.Context(), v.param("id"), v.param("mac")), "public.unsubscribed")
}

// settled says that what a link is for was done, or that the link is good for nothing.
func (v *visit) settled(err error, done string) error {
	if errors.Is(err, app.ErrNotFound) {
		return v.answer(http.StatusNotFound, "public.badlink", "")
	}
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, done, "")
}

// Subscriptions that one visitor's address may ask for in a while. The store
// bounds those for one e-mail address; this bounds who types in many.
const (
	subscriptionsPerVisitor = 10
	subscriptionsWhile      = 10 * time.Minute
)

// visitorLimit counts subscriptions per visitor's address. Whoever has one IPv6
// address has a whole /64 of them, which counts as one visitor.
//
// The address is the connection's. Behind a proxy that is the proxy's own: one with
// a private address is everybody, and is not counted; one with a public address
// makes all visitors share one count. What a proxy writes into a header
// (X-Forwarded-For) is not believed, since anybody can write it; a limit per visitor
// is then the proxy's to set.
type visitorLimit struct {
	mu    sync.Mutex
	since time.Time
	asked map[netip.Addr]int
}

// allow reports whether a visitor may subscribe once more, and counts it.
func (l *visitorLimit) allow(remote string, now time.Time) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return true
	}
	from, err := netip.ParseAddr(host)
	if err != nil || !from.IsGlobalUnicast() || from.Unmap().IsPrivate() {
		return true
	}
	if from = from.Unmap().WithZone(""); from.Is6() {
		from = netip.PrefixFrom(from, 64).Masked().Addr()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asked == nil || now.Sub(l.since) >= subscriptionsWhile {
		l.since, l.asked = now, map[netip.Addr]int{}
	}
	l.asked[from]++
	return l.asked[from] <= subscriptionsPerVisitor
}
