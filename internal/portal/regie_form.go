package portal

import "fmt"

// regieForm is a form of support in regie.
type regieForm[B any] = commandForm[regieReader, B]

// regiePart is what forms of support in regie show beside facts and fields.
type regiePart struct {
	*Page
	Offer  *offerView
	Billed []billedView
	Total  string
	Lines  []lineForm
	Days   []dayForm
}

// NextRow is the first field of the row that the button for one more adds: the
// reader comes back there.
func (o *regiePart) NextRow() string { return fmt.Sprintf("f-lines[%d].profile", len(o.Lines)) }

// regieCommand shows a form with an offer or with billed hours above its fields.
var regieCommand = newCommandShape[*regiePart]("regie_command")

// regieOwn is the page's part of support in regie.
func regieOwn(page *commandPage) *regiePart {
	own, ok := page.Own.(*regiePart)
	if !ok {
		own = &regiePart{Page: &page.Page}
		page.Own = own
	}
	return own
}
