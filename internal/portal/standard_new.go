package portal

import (
	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/standard"
)

// standardNewPage is the editor of a new standard change.
type standardNewPage struct {
	Page
	Form   Sheet
	Kind   string
	Editor standardEditor
}

var standardNewShape = newShape("standard_new", &standardNewPage{})

func (p *portal) standardNew(v *visit) error {
	return v.showStandardForm(newForm("kind", v.query("kind")))
}

func (v *visit) showStandardForm(f Form) error {
	if !v.who.May(identity.OpenStandard, nil) {
		return app.ErrForbidden
	}
	kind := standard.Template
	if f.Value("kind") == standard.Frame {
		kind = standard.Frame
	}
	page := &standardNewPage{Page: v.page(v.text.T("standard.new." + kind)), Form: v.sheet(f), Kind: kind}
	items, err := v.itemReader()
	if err != nil {
		return err
	}
	page.Editor = editorOfStandard(&page.Page, page.Form, kind, items)
	return show(v, f.status(), standardNewShape, page)
}

// standardOpen writes the first draft.
func (p *portal) standardOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	text := readStandard(&entries{Form: &f, say: v.text}, f.Value("kind"))
	if !f.OK() {
		return v.showStandardForm(f)
	}
	v.process = standard.Name
	receipt, err := p.service.OpenStandard(v.r.Context(), v.who, f.Key, standard.Request{Text: text})
	if err != nil {
		if !v.refused(&f, err, standardPaths) {
			return err
		}
		return v.showStandardForm(f)
	}
	v.sent(standard.Name, "open", f, receipt)
	return nil
}
