package portal

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/regie"
)

// orderPage is the form with which a Client asks for support (M-01).
type orderPage struct {
	Page
	Form            Sheet
	Providers       []Choice
	Representatives []Choice
	Profiles        []profileForm
}

// profileForm are the fields of one profile that is asked for.
type profileForm struct {
	Number       int
	Profile, FTE Field
	// Removable is false for the only row.
	Removable bool
}

// Index is the row's number in the names of its fields.
func (p profileForm) Index() int { return p.Number - 1 }

// NextRow is the first field of the row that the button for one more adds: the
// reader comes back there.
func (p *orderPage) NextRow() string { return fmt.Sprintf("f-profiles[%d].profile", len(p.Profiles)) }

var orderShape = newShape("regie_new", &orderPage{})

// regieNew is the empty order form. The reader is the representative unless they
// choose another.
func (p *portal) regieNew(v *visit) error {
	f := newForm("months", "6", "profiles[0].fte", typed(v.text, decimal.NewFromInt(1)))
	f.Values.Set("representative", v.who.Person)
	return v.showOrder(f)
}

func (v *visit) showOrder(f Form) error {
	if !v.who.May(identity.OpenRegie, nil) {
		return app.ErrForbidden
	}
	ctx, service := v.r.Context(), v.portal.service
	providers, err := service.Providers(ctx, v.who)
	if err != nil {
		return err
	}
	colleagues, err := service.Colleagues(ctx, v.who)
	if err != nil {
		return err
	}
	choose := Choice{Text: v.text.T("regie.choose")}
	page := &orderPage{Page: v.page(v.text.T("regie.new")), Form: v.sheet(f), Providers: []Choice{choose}, Representatives: []Choice{choose}}
	for _, o := range providers {
		page.Providers = append(page.Providers, Choice{Value: o.ID, Text: o.Name})
	}
	for _, c := range colleagues {
		if c.Active && identity.Of(c).Has(identity.RoleRequester, identity.RoleProjectLeader) {
			page.Representatives = append(page.Representatives, Choice{Value: c.ID, Text: c.Name})
		}
	}
	// The list of what is wrong names the fields before the template makes them.
	for _, name := range orderFields {
		page.Form.Field(name, "regie."+name)
	}
	page.Profiles = v.profileForms(page.Form)
	return show(v, f.status(), orderShape, page)
}

func (v *visit) profileForms(s Sheet) []profileForm {
	choices := []Choice{{Text: v.text.T("regie.choose")}}
	names := v.profileNames()
	for _, p := range v.portal.service.Policy.Regie.Profiles {
		choices = append(choices, Choice{Value: p.ID, Text: v.text.T("regie.profile.maximum", "Profile", names[p.ID], "Maximum", v.text.Money(p.Maximum))})
	}
	n := max(1, s.rowCount("profiles"))
	var all []profileForm
	for i := range n {
		at := fmt.Sprintf("profiles[%d].", i)
		all = append(all, profileForm{Number: i + 1, Removable: n > 1, Profile: s.Select(at+"profile", "regie.line.profile", choices),
			FTE: s.NumberField(at+"fte", "regie.line.fte", "0.1")})
	}
	return all
}

// regieOpen orders the support. What cannot be read or is refused comes back as
// it was typed.
func (p *portal) regieOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	if f.editRows("profiles") {
		return v.showOrder(f)
	}
	request := readRequest(&entries{Form: &f, say: v.text})
	if !f.OK() {
		// What cannot be read stands beside all else that is wrong.
		v.refused(&f, request.Check(p.maxima(), calendar.DateOf(v.now, brussels)), orderNames)
		slices.SortStableFunc(f.Order, func(a, b string) int { return placeOf(a) - placeOf(b) })
		return v.showOrder(f)
	}
	receipt, err := p.service.OpenRegie(v.r.Context(), v.who, f.Key, request)
	if err != nil {
		if !v.refused(&f, err, orderNames) {
			return err
		}
		return v.showOrder(f)
	}
	v.done("regie.opened", "Ref", receipt.Ref)
	v.redirect(casePath(receipt.Ref))
	return nil
}

// orderNames leads from what is wrong with a list as a whole to its first field.
var orderNames = map[string]string{"profiles": "profiles[0].profile"}

// orderFields are the fields of the order form that stand alone.
var orderFields = []string{"title", "nature", "goal", "provider", "representative", "start", "months", "expectations"}

// placeOf is where a field stands in the order form; the rows come last.
func placeOf(field string) int {
	if i := slices.Index(orderFields, field); i >= 0 {
		return i
	}
	return len(orderFields)
}

// maxima is what the check of a request needs of the policy.
func (p *portal) maxima() regie.Policy {
	policy := regie.Policy{Maxima: map[string]decimal.Decimal{}}
	for _, profile := range p.service.Policy.Regie.Profiles {
		policy.Maxima[profile.ID] = profile.Maximum
	}
	return policy
}

func readRequest(in *entries) regie.Request {
	r := regie.Request{Title: in.Value("title"), Nature: in.Value("nature"), Goal: in.Value("goal"), Provider: in.Value("provider"),
		Representative: in.Value("representative"), Start: in.date("start"), Months: in.whole("months"), Expectations: in.Value("expectations")}
	for i := range in.rowCount("profiles") {
		at := fmt.Sprintf("profiles[%d].", i)
		if in.Value(at+"profile") == "" {
			in.Wrong(at+"profile", in.say.T("field.required"))
		}
		r.Profiles = append(r.Profiles, regie.Wish{Profile: in.Value(at + "profile"), FTE: in.number(at + "fte")})
	}
	return r
}
