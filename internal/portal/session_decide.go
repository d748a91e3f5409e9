package portal

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"termijn/workflows/session"
)

// strokeForm approves in one stroke what all agree on.
type strokeForm struct {
	*sessionForm
	Items []strokeItem
}

// strokeItem is an item on which all agree, with what the chair sees of it.
type strokeItem struct{ Value, Ref, Title string }

// strokeForm lists the items on which all agree; nil when there are none.
func (r sessionReader) strokeForm() *strokeForm {
	if !r.may(session.DealAgree.Name) {
		return nil
	}
	var items []strokeItem
	for _, i := range r.openItems() {
		if b := r.items[i.Change].Ballot; b != nil && b.Agreed && i.State != session.ItemDeciding {
			items = append(items, strokeItem{i.Change + " " + b.ID + " " + b.Content, i.Change, i.Title})
		}
	}
	if len(items) == 0 {
		return nil
	}
	f := r.form(session.DealAgree.Name, "", r.say.T("session.send.deal-agreed"))
	f.Legend = r.say.T("session.stroke")
	if f.Failed() && slices.ContainsFunc(r.openItems(), func(i session.Item) bool { return i.State == session.ItemRefused }) {
		f.Key = uuid.NewString()
	}
	return &strokeForm{f, items}
}

// decideForms are the chair's decision on the item in front, and on another one of
// which a decision could not be done.
func (r sessionReader) decideForms() []sessionForm {
	if !r.may(session.Decide.Name) {
		return nil
	}
	var all []sessionForm
	for _, ref := range r.inHand(session.Decide.Name) {
		own, seen := r.items[ref]
		i := r.own.Items[ref]
		if !seen || own.Ballot == nil || !i.Open() || i.State == session.ItemDeciding {
			continue
		}
		content := ref + " " + own.Ballot.ID + " " + own.Ballot.Content
		f := r.form(session.Decide.Name, ref, r.say.T("session.send.rule"), hidden{"content", content})
		f.Second, f.Legend = false, r.say.T("session.decide", "Title", i.Title)
		asked := askDecide
		if own.Late() {
			asked = append(asked[:len(asked):len(asked)], askTick("acceptLate"))
		}
		f.asks(r, session.Decide.Name, asked, nil)
		if was := f.Value("content"); was != "" && was != content {
			f.Changed = r.differs(ref, lastWord(was))
		}
		if i.State == session.ItemRefused {
			f.Key = uuid.NewString() // that decision was sent; the next is another
		}
		all = append(all, *f)
	}
	return all
}

// inHand are the item in front, and the one of a form that could not be done.
func (r sessionReader) inHand(command string) []string {
	var all []string
	if r.own.Front != "" {
		all = append(all, r.own.Front)
	}
	if x := r.failed; x != nil && x.Command == command {
		if ref, _, _ := strings.Cut(x.Subject, "/"); ref != "" && ref != r.own.Front {
			all = append(all, ref)
		}
	}
	return all
}

// differs is how a change differs from what somebody saw of it, by its hash.
func (r sessionReader) differs(ref, seen string) []changedView {
	if r.difference == nil {
		return nil
	}
	return r.difference(ref, seen)
}

func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

// fillDecision keeps the ballot and the content that the chair sees.
func fillDecision(r sessionReader, ref string) Form {
	if b := r.items[ref].Ballot; b != nil {
		return newForm("content", ref+" "+b.ID+" "+b.Content)
	}
	return newForm()
}

func readDecision(in *entries, _ sessionReader) session.Deciding {
	d := session.Deciding{Option: in.Value("option"), Reason: in.Value("reason"), Conditions: in.Value("conditions"), AcceptLate: in.Has("acceptLate", "yes")}
	if seen := strings.Fields(in.Value("content")); len(seen) == 3 {
		d.Change, d.Ballot, d.Content = seen[0], seen[1], seen[2]
	}
	return d
}

// drawStroke lists what is approved.
func drawStroke(page *commandPage, r sessionReader) {
	if f := r.strokeForm(); f != nil {
		for _, i := range f.Items {
			page.Facts = append(page.Facts, fact{i.Ref, i.Title})
		}
	}
}

func fillStroke(r sessionReader, _ string) Form {
	var all []string
	if f := r.strokeForm(); f != nil {
		for _, i := range f.Items {
			all = append(all, i.Value)
		}
	}
	return newForm("content", strings.Join(all, ";"))
}

// readStroke are the items that were ticked; a page without boxes has them all.
func readStroke(in *entries, _ sessionReader) session.Stroke {
	items := in.Values["item"]
	if in.Value("at") != atSession {
		items = strings.Split(in.Value("content"), ";")
	}
	var x session.Stroke
	for _, item := range items {
		if seen := strings.Fields(item); len(seen) == 3 {
			x.Items = append(x.Items, session.Seen{Change: seen[0], Ballot: seen[1], Content: seen[2]})
		}
	}
	return x
}
