package portal

import (
	"encoding/json"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// sessionForm is a small form on the page of a session. One that could not be done
// stands there again with what was typed.
type sessionForm struct {
	Sheet
	ID, Action, Send string
	// Legend is over the form, About completes the button for who does not see where it
	// stands.
	Legend, About string
	Hidden        []hidden
	Fields        []Field
	// Notes are said before the fields.
	Notes   []string
	Changed []changedView
	// Second buttons are not the next thing to do.
	Second bool
}

// Failed reports whether the form could not be done.
func (f sessionForm) Failed() bool { return !f.OK() }

// Word is a text for the form's own part of the template.
func (f sessionForm) Word(id string) string { return f.words.T(id) }

// hidden is a field of a form that nobody types in.
type hidden struct{ Name, Value string }

// atSession marks forms that stand on the session's page and come back to it.
const atSession = "session"

// form is a form of a command on the session's page, with what was typed when it could
// not be done.
func (r sessionReader) form(command, subject, send string, more ...hidden) *sessionForm {
	f := &sessionForm{Sheet: Sheet{Form: newForm(), words: r.say, labels: map[string]string{}}, ID: "form-" + command, Action: commandPath(r.Ref, command, ""), Send: send,
		Hidden: append([]hidden{{"at", atSession}, {"next", r.path()}}, more...), Second: true}
	if subject != "" {
		f.ID += "-" + subject
		f.Hidden = append(f.Hidden, hidden{"subject", subject})
	}
	if x := r.failed; x != nil && x.Command == command && x.Subject == subject {
		f.Form, x.shown = x.Form.Form, true
	}
	return f
}

// asks adds fields to a form; their IDs are the form's own.
func (f *sessionForm) asks(r sessionReader, command string, asked []ask, choices map[string][]Choice) {
	page := &commandPage{Page: Page{Printer: r.say}, Process: session.Name, Command: command, Form: f.Sheet}
	for _, a := range asked {
		options := choices[a.name]
		for _, o := range a.options {
			options = append(options, Choice{Value: o, Text: r.say.T("session." + a.name + "." + o)})
		}
		page.Fields = a.draw(page, options)
	}
	for i := range page.Fields {
		page.Fields[i].Prefix = strings.TrimPrefix(f.ID, "form-")
	}
	f.Fields = page.Fields
}

// orderForm gives the agenda another order.
type orderForm struct {
	*sessionForm
	Items []orderItem
}

// orderItem is an item that can go up or down.
type orderItem struct {
	Ref, Title  string
	First, Last bool
}

// moveForm moves one item of the agenda.
type moveForm struct {
	Form          *orderForm
	Item          orderItem
	Up, Top, Down string
}

// MoveOf is the form that moves an item; without a form when it cannot be moved.
func (c sessionContent) MoveOf(ref string) moveForm {
	for _, i := range c.Order.Items {
		if i.Ref == ref {
			return moveForm{c.Order, i, c.T("session.move.up", "Title", i.Title), c.T("session.move.first", "Title", i.Title), c.T("session.move.down", "Title", i.Title)}
		}
	}
	return moveForm{}
}

// forms puts on the page what the reader can do now. Nothing is typed at a projector.
func (r sessionReader) forms(c *sessionContent) {
	if r.screen {
		return
	}
	if r.may(session.Order.Name) {
		c.Order = r.orderForm()
	}
	if r.may(session.Refill.Name) && r.own.Asking == "" {
		c.Refill = r.form(session.Refill.Name, "", r.say.T("session.send.refill"))
	}
	for n := range c.Agenda {
		r.itemForms(&c.Agenda[n])
	}
	c.Votes = r.voteForms()
	c.Decide = r.decideForms()
	c.Stroke = r.strokeForm()
	if r.may(session.Front.Name) && r.own.Front != "" {
		c.Unfront = r.form(session.Front.Name, "", r.say.T("session.front.none"))
	}
	if r.may(session.Minute.Name) {
		c.Minute = r.form(session.Minute.Name, "", r.say.T("session.send.minute"))
		if c.Minute.Values.Get("change") == "" && c.Minute.OK() {
			c.Minute.Values.Set("change", r.own.Front)
		}
		c.Minute.asks(r, session.Minute.Name, askMinute, map[string][]Choice{"change": r.aboutChoices()})
	}
	if r.may(session.Close.Name) {
		c.Close = r.form(session.Close.Name, "", r.say.T("session.send.close"))
		c.Close.asks(r, session.Close.Name, askSummary, nil)
		if open := r.openItems(); len(open) > 0 {
			c.Close.Notes = []string{r.say.T("session.close.open", "Count", len(open))}
		}
	}
}

// lost says what went wrong with a form that is not on the page any more, and what was
// typed in it.
func (r sessionReader) lost(c *sessionContent) {
	x := r.failed
	if x == nil || x.shown {
		return
	}
	c.Problem = x.Form.Problem
	for _, name := range x.Form.Order {
		c.Problem = strings.TrimSpace(c.Problem + " " + x.Form.Errors[name])
	}
	for _, name := range []string{"conditions", "reason", "text", "summary"} {
		if typed := x.Form.Value(name); typed != "" {
			c.Typed = append(c.Typed, typed)
		}
	}
}

// itemForms are what the chair can do with one item.
func (r sessionReader) itemForms(x *agendaItem) {
	if !x.Open || r.own.Items[x.Ref].State == session.ItemDeciding {
		return
	}
	if r.may(session.Front.Name) && !x.Front {
		x.PutFront = r.form(session.Front.Name, x.Ref, r.say.T("session.send.front"))
		x.PutFront.About = x.Title
	}
	if r.may(session.TakeOff.Name) {
		x.TakeOff = commandPath(r.Ref, session.TakeOff.Name, x.Ref)
	}
}

// openItems are the changes that wait for a decision, in the agenda's order.
func (r sessionReader) openItems() []session.Item {
	return keep(r.own.Agenda(), session.Item.Open)
}

func (r sessionReader) orderForm() *orderForm {
	open := r.openItems()
	if len(open) < 2 {
		return nil
	}
	f := &orderForm{sessionForm: r.form(session.Order.Name, "", "")}
	var refs []string
	for n, i := range open {
		refs = append(refs, i.Change)
		f.Items = append(f.Items, orderItem{i.Change, i.Title, n == 0, n == len(open)-1})
	}
	f.Hidden = append(f.Hidden, hidden{"changes", strings.Join(refs, "\n")})
	return f
}

// aboutChoices are what a line of the minutes can be about.
func (r sessionReader) aboutChoices() []Choice {
	all := []Choice{{Text: r.say.T("session.minute.general")}}
	for _, i := range r.own.Agenda() {
		all = append(all, Choice{Value: i.Change, Text: i.Title})
	}
	return all
}

// What the forms ask that stand on the page.
var (
	askMinute  = []ask{askChoice("change").orNot(), askText("text", 2)}
	askSummary = []ask{askText("summary", 4)}
	askDecide  = []ask{askOne("option", change.Rulings...), askText("conditions", 2).orNot(), askText("reason", 2).orNot()}
)

// story writes the end of the agenda as the page does.
func (r sessionReader) story(e record.Event) (story, bool) {
	var b struct{ Cutoff time.Time }
	if e.Kind != "session.prepared" || json.Unmarshal(e.Body, &b) != nil || b.Cutoff.IsZero() {
		return story{}, false
	}
	return tell(r, e, "event."+e.Kind, "Cutoff", r.say.Deadline(b.Cutoff)), true
}
