package portal

import (
	"context"
	"time"

	"termijn/internal/i18n"
	"termijn/internal/identity"
)

// Page is what every page has; each page's own struct embeds it. Its printer's
// methods (T, Date, DateTime, Money…) are there in templates.
type Page struct {
	*i18n.Printer
	// Title is the heading and, with the product's name, the title of the window.
	Title string
	// Who is signed in; Person is empty when nobody is.
	Who identity.Principal
	// Org is the name of Who's organisation.
	Org string
	Nav []NavLink
	// Area is the navigation among the pages of the part of the product where the
	// reader is; empty where that is one page.
	Area []NavLink
	// Counts are the reader's open tasks.
	Counts Counts
	Flash  []Flash
	// Now is product time.
	Now time.Time
	// Here is the page's own address, to come back to.
	Here string
	// Search is what was searched for.
	Search string
	Dev    bool
	// Simulated is true when product time is not real time.
	Simulated bool
	// Wide pages use the whole width of a large screen.
	Wide bool
}

// NavLink is an entry of the navigation.
type NavLink struct {
	Path, Text string
	Current    bool
	// Tasks marks the entry that shows the count of open tasks.
	Tasks bool
	// Opens marks a page that opens a case; lists of cases show it as a button.
	Opens bool

	// process is whose page it is.
	process string
}

// Counts are the reader's open tasks.
type Counts struct {
	Open, Overdue int
	ByKind        map[string]int
}

// common gives access to the embedded Page of a page.
func (p *Page) common() *Page { return p }

// Asset is the address of a static file.
func (p *Page) Asset(name string) string { return asset(name) }

// Other is the language that the reader can change to.
func (p *Page) Other() string {
	if p.Lang() == i18n.Dutch {
		return i18n.English
	}
	return i18n.Dutch
}

// SignedIn reports whether somebody is signed in.
func (p *Page) SignedIn() bool { return p.Who.Person != "" }

// page starts a page with a title.
func (v *visit) page(title string) Page {
	p := Page{Printer: v.text, Title: title, Who: v.who, Now: v.now, Here: v.r.URL.RequestURI(),
		Dev: v.portal.dev, Simulated: v.portal.service.Time.Simulated()}
	if p.SignedIn() {
		p.Nav, p.Area = v.nav()
		p.Org = v.orgName()
	}
	return p
}

// counts reads the reader's open tasks. A page is worth showing without them.
func (v *visit) counts(ctx context.Context) Counts {
	byKind, overdue, err := v.portal.service.TaskCounts(ctx, v.who)
	if err != nil {
		v.logError(err)
		return Counts{}
	}
	c := Counts{ByKind: byKind, Overdue: overdue}
	for _, n := range byKind {
		c.Open += n
	}
	return c
}

// orgName is the name of the reader's organisation; its ID says enough when the
// name cannot be read.
func (v *visit) orgName() string {
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), v.who.Kind)
	if err != nil {
		v.logError(err)
	}
	for _, o := range orgs {
		if o.ID == v.who.Org {
			return o.Name
		}
	}
	return v.who.Org
}
