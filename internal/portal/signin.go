package portal

import (
	"net/http"
	"slices"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// signInPage lists the personas of the demonstration ecosystem. Outside `dev` it
// says that sign-in is not configured: OpenID Connect takes its place there.
type signInPage struct {
	Page
	Form   Sheet
	Next   string
	Groups []personaGroup
}

// personaGroup is an organisation with its people.
type personaGroup struct {
	Name, Kind string
	People     []persona
}

// persona is somebody to sign in as, with what each comes to do.
type persona struct {
	ID, Name, Does, Language string
	Current                  bool
}

var signInShape = newShape("signin", &signInPage{})

func (p *portal) signInPage(v *visit) error { return v.showSignIn(http.StatusOK, newForm()) }

func (v *visit) showSignIn(status int, f Form) error {
	page := &signInPage{Page: v.page(v.text.T("signin.title")), Form: v.sheet(f)}
	if next := v.query("next"); local(next) {
		page.Next = next
	}
	if !v.portal.dev {
		return show(v, http.StatusServiceUnavailable, signInShape, page)
	}
	people, err := v.portal.service.Store.People(v.r.Context(), "")
	if err != nil {
		return err
	}
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), "")
	if err != nil {
		return err
	}
	page.Groups = v.personas(orgs, people)
	return show(v, status, signInShape, page)
}

// orgOrder is the order of the kinds of organisations: who orders comes first.
var orgOrder = []string{"client", "provider", "si", "board"}

func (v *visit) personas(orgs []ledger.Organisation, people []ledger.Person) []personaGroup {
	slices.SortStableFunc(orgs, func(a, b ledger.Organisation) int {
		return slices.Index(orgOrder, a.Kind) - slices.Index(orgOrder, b.Kind)
	})
	var groups []personaGroup
	for _, o := range orgs {
		g := personaGroup{Name: o.Name, Kind: v.text.T("org." + o.Kind)}
		for _, person := range people {
			if person.Org != o.ID || !person.Active {
				continue
			}
			g.People = append(g.People, persona{ID: person.ID, Name: person.Name, Does: v.does(person),
				Language: v.text.T("language." + person.Language), Current: person.ID == v.who.Person})
		}
		if len(g.People) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// does says what a person comes to do: the sentence of the weightiest role.
func (v *visit) does(p ledger.Person) string {
	who := identity.Of(p)
	for _, role := range []string{identity.RoleProjectLeader, identity.RoleProviderManager, identity.RoleRequester, identity.RoleApprover,
		identity.RoleAgent, identity.RoleSLM, identity.RoleServiceDesk, identity.RoleChangeManager, identity.RoleComplaints,
		identity.RoleMember, identity.RoleAdmin} {
		if who.Has(role) && v.text.Has("does."+role) {
			return v.text.T("does." + role)
		}
	}
	return ""
}

// signIn signs in as a persona, in dev only.
func (p *portal) signIn(v *visit) error {
	if !p.dev {
		return v.showSignIn(http.StatusServiceUnavailable, newForm())
	}
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	ctx := v.r.Context()
	person, err := p.service.Store.Person(ctx, v.r.PostForm.Get("person"))
	if err != nil || !person.Active {
		f := newForm()
		f.Problem = v.text.T("signin.unknown")
		return v.showSignIn(http.StatusUnprocessableEntity, f)
	}
	// A new token, so that one that somebody planted before is worth nothing.
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Put(ctx, sessionPerson, person.ID)
	p.sessions.Remove(ctx, sessionFlash)
	if next := v.r.PostForm.Get("next"); local(next) {
		v.redirect(next)
		return nil
	}
	v.redirect(landing(identity.Of(person)))
	return nil
}

// signOut forgets who it was; the language stays.
func (p *portal) signOut(v *visit) error {
	lang := v.text.Lang()
	if err := p.sessions.Destroy(v.r.Context()); err != nil {
		return err
	}
	p.sessions.Put(v.r.Context(), sessionLanguage, lang)
	v.redirect("/sign-in")
	return nil
}

// setLanguage changes the language and comes back. It stays with the person.
func (p *portal) setLanguage(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	lang := v.r.PostForm.Get("language")
	if !slices.Contains(i18n.Languages, lang) {
		return errForm
	}
	p.sessions.Put(v.r.Context(), sessionLanguage, lang)
	if v.who.Person != "" {
		if err := p.service.Store.SetLanguage(v.r.Context(), v.who.Person, lang); err != nil {
			return err
		}
	}
	next := v.r.PostForm.Get("next")
	if !local(next) {
		next = "/"
	}
	v.redirect(next)
	return nil
}
