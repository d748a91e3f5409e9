package portal

import (
	"encoding/xml"
	"fmt"
	"time"

	"termijn/internal/app"
)

// atomFeed is the public news for feed readers (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Updated  string   `xml:"updated"`
	Link     atomLink `xml:"link"`
	Category atomTerm `xml:"category"`
	Content  string   `xml:"content"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

// publicFeed sends the public news as an Atom feed.
func (p *portal) publicFeed(v *visit) error {
	news, err := p.service.PublicNews(v.r.Context())
	if err != nil {
		return err
	}
	feed := v.feed(news)
	b, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	v.shared()
	v.w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	v.w.Header().Set("Content-Language", v.text.Lang())
	v.w.WriteHeader(200)
	if _, err := v.w.Write(append([]byte(xml.Header), b...)); err != nil {
		v.logError(fmt.Errorf("send feed: %w", err)) // the reader went away
	}
	return nil
}

func (v *visit) feed(news app.PublicNews) atomFeed {
	site := v.site()
	page := site + "/status?lang=" + v.text.Lang()
	stamp := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	updated := news.Changed()
	if news.None() {
		updated = news.At // that there is nothing is news of now
	}
	feed := atomFeed{Lang: v.text.Lang(), ID: site + "/status", Title: "termijn – " + v.text.T("public.title"), Updated: stamp(updated), Author: "termijn",
		Links: []atomLink{{Rel: "self", Href: site + "/status/feed.xml?lang=" + v.text.Lang()}, {Rel: "alternate", Href: page}}}
	add := func(id, ref, title, service, text string, at time.Time) {
		feed.Entries = append(feed.Entries, atomEntry{ID: "urn:termijn:" + id, Title: title, Updated: stamp(at), Content: text,
			Link: atomLink{Rel: "alternate", Href: page + "#" + ref}, Category: atomTerm{v.serviceName(service)}})
	}
	for _, x := range news.Incidents {
		for _, n := range x.News {
			add(fmt.Sprintf("%s:%d", x.Ref, n.At.UnixMilli()), x.Ref, n.Subject, x.Service, n.Text, n.At)
		}
		if x.Over && x.Ended != nil {
			add(x.Ref+":over", x.Ref, v.text.T("public.feed.over", "Title", x.News[0].Subject), x.Service, v.newsOf(x).When, *x.Ended)
		}
	}
	for _, x := range news.Notices {
		item := v.plannedNews(x)
		add(fmt.Sprintf("%s:%d", x.Ref, x.Updates), x.Ref, item.State+": "+x.Title, x.Service, item.When+"\n\n"+x.Text, x.Changed)
	}
	for _, x := range news.Errors {
		add(x.Ref, x.Ref, v.text.T("public.feed.error", "Service", v.serviceName(x.Service)), x.Service, x.Symptoms+"\n\n"+x.Workaround, x.Since)
	}
	return feed
}

// site is the address of this site as the visitor knows it.
func (v *visit) site() string {
	scheme := "http"
	if v.portal.sessions.Cookie.Secure {
		scheme = "https"
	}
	return scheme + "://" + v.r.Host
}
