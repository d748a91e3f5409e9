package portal

import (
	"fmt"

	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// ioFields is how many IO numbers the forms ask for at once.
const ioFields = 3

// orderForms are the forms of the decision about an offer, up to the order (M-05, M-06).
func (p *portal) orderForms() {
	serve(p, regie.Name, regieForm[regie.ApprovalRequest]{command: regie.RequestApproval, shape: regieCommand, fill: fillContent, ask: []ask{askContent("content")},
		draw: func(page *commandPage, r regieReader) {
			regieOwn(page).Offer = r.offer()
			for i, s := range r.own.Policy.Flow {
				page.Facts = append(page.Facts, fact{r.say.T("regie.approval", "Number", i+1, "Name", s.Name),
					r.say.T("regie.flow."+s.Rule, "Number", s.Number, "Of", len(s.Approvers))})
			}
		}})
	serve(p, regie.Name, regieForm[regie.Order]{command: regie.PlaceOrder, shape: regieCommand, fill: fillContent, draw: drawOrder, read: readOrder, fields: ioNames("ioNumbers")})
	for _, command := range []casework.Command[regie.Because]{regie.RequestRevision, regie.RejectOffer, regie.Withdraw} {
		serve(p, regie.Name, regieForm[regie.Because]{command: command, shape: regieCommand, ask: []ask{askText("reason", 5)},
			draw: func(page *commandPage, r regieReader) {
				if command.Name != regie.Withdraw.Name {
					regieOwn(page).Offer = r.offer()
				}
			}})
	}
}

// fillContent binds the form to the offer that the reader sees: on another one
// it is refused.
func fillContent(r regieReader, _ string) Form {
	if r.own.Offer == nil {
		return newForm()
	}
	return newForm("content", r.own.Offer.Content)
}

func drawOrder(page *commandPage, r regieReader) {
	regieOwn(page).Offer = r.offer()
	page.Fields = []Field{page.Form.Field("reference", "regie.reference")}
	page.Fields = append(page.Fields, ioFieldsOf(page.Form, r, true)...)
	page.Fields = append(page.Fields, page.Form.DateField("committed", "regie.committed"))
}

// ioFieldsOf are the fields for IO numbers; only the first must be filled in.
func ioFieldsOf(s Sheet, r regieReader, needed bool) []Field {
	var all []Field
	for i := range ioFields {
		f := s.named(s.Field(fmt.Sprintf("ioNumbers[%d]", i), "regie.io").Short(), r.say.T("regie.io.number", "Number", i+1))
		if i > 0 || !needed {
			f = f.Optional()
		}
		all = append(all, f)
	}
	return all
}

// readIO reads the IO numbers that were filled in.
func readIO(in *entries) []string {
	var all []string
	for i := range in.rowCount("ioNumbers") {
		if io := in.Value(fmt.Sprintf("ioNumbers[%d]", i)); io != "" {
			all = append(all, io)
		}
	}
	return all
}

// ioNames leads from the IO numbers that were sent to their fields: empty fields
// between them were left out.
func ioNames(part string) func(Form) map[string]string {
	return func(f Form) map[string]string {
		names := map[string]string{part: part + "[0]"}
		sent := 0
		for i := range f.rowCount(part) {
			if name := fmt.Sprintf("%s[%d]", part, i); f.Value(name) != "" {
				names[fmt.Sprintf("%s[%d]", part, sent)] = name
				sent++
			}
		}
		return names
	}
}

func readOrder(in *entries, _ regieReader) regie.Order {
	return regie.Order{Content: in.Value("content"), Reference: in.Value("reference"), IONumbers: readIO(in), Committed: in.needed("committed")}
}
