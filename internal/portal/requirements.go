package portal

import "net/http"

// requirementsPage shows everybody what work is verified against (B-37).
type requirementsPage struct {
	Page
	Items []requirement
}

// requirement is a set of requirements in the version that is in force.
type requirement struct {
	Name, Version, Lang, Subject, Text string
}

var requirementsShape = newShape("requirements", &requirementsPage{})

func (p *portal) requirements(v *visit) error {
	all, err := p.service.Requirements(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	page := &requirementsPage{Page: v.page(v.text.T("requirements.title"))}
	for _, x := range all {
		text := x.Texts[v.text.Lang()]
		page.Items = append(page.Items, requirement{Name: x.Name, Lang: v.text.Lang(), Subject: text.Subject, Text: text.Text,
			Version: v.text.T("requirements.version", "Number", x.Number, "At", v.text.DateTime(x.At))})
	}
	return show(v, http.StatusOK, requirementsShape, page)
}
