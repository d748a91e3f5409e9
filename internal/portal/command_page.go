package portal

// commandPage is the form of one command of a case, with what one needs to see
// to fill it in.
type commandPage struct {
	Page
	Ref, CaseTitle, Process, Command string
	Form                             Sheet
	Lead                             string
	// Warnings say beforehand what sending will not do.
	Warnings []string
	// Subject is what in the case the form is about.
	Subject string
	// Others are the same form about something else in the case.
	Others []action
	// Facts are what one needs to know, as names and values.
	Facts  []fact
	Fields []Field
	// More is the text of the button that adds a row to Fields; empty for none.
	More  string
	Grave bool
	// Changed is how what is decided on differs from what the reader saw.
	Changed []changedView
	// Own is the process's own part.
	Own any
}

// Send is the text of the button.
func (p *commandPage) Send() string {
	if id := p.Process + ".send." + p.Command; p.Has(id) {
		return p.T(id)
	}
	return p.T("form.send")
}

// Action is where the form is sent.
func (p *commandPage) Action() string { return casePath(p.Ref) + "/" + p.Command }

// commandPageOf is a form with a process's own part of type C in it.
type commandPageOf[C any] struct {
	*commandPage
	Own C
}

// newCommandShape shows forms with the templates of a file, which defines
// "command-part", or "content" when the form looks altogether different.
func newCommandShape[C any](file string) sender[*commandPage] {
	s := newShape(file, &commandPageOf[C]{}, "command")
	return func(v *visit, status int, page *commandPage) error {
		own, _ := page.Own.(C)
		return show(v, status, s, &commandPageOf[C]{page, own})
	}
}

// plainCommand shows a form of facts and fields, which is what most commands need.
var plainCommand = newCommandShape[*nothing]("command")
