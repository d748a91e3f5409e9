package portal

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// collisionView is everything that one other plan collides with the change in (B-36).
type collisionView struct {
	// Number refers to its lane in the picture.
	Number int
	// Kinds are why, What is with which items, When until when both are under way.
	Kinds, What, When string
	// Ref and Provider are of the other plan, Path the way to it for those who may
	// read it; empty when it is hidden.
	Ref, Path, Provider string
	// State is whether the other one is approved, in words; Firm that it is.
	State string
	Firm  bool
	// Hidden: the other's item is confidential.
	Hidden   bool
	from, to time.Time
}

// collisions are what the change collides with, other plan by other plan, the soonest first.
func (r changeReader) collisions() []collisionView {
	grouped := map[string][]record.Collision{}
	for key, c := range r.own.Collisions {
		if c.Other != "" {
			key = c.Other
		}
		grouped[key] = append(grouped[key], c)
	}
	var all []collisionView
	for _, key := range slices.Sorted(maps.Keys(grouped)) {
		all = append(all, r.collision(grouped[key]))
	}
	slices.SortStableFunc(all, func(a, b collisionView) int { return a.from.Compare(b.from) })
	for i := range all {
		all[i].Number = i + 1
	}
	return all
}

// collision joins what one other plan collides in.
func (r changeReader) collision(of []record.Collision) collisionView {
	slices.SortFunc(of, func(a, b record.Collision) int {
		return cmp.Or(slices.Index(collisionKinds, a.Kind)-slices.Index(collisionKinds, b.Kind), cmp.Compare(a.Key(), b.Key()))
	})
	v := collisionView{Ref: of[0].Other, Hidden: of[0].Hidden, Firm: of[0].Firm, from: of[0].From, to: of[0].To}
	var kinds, what []string
	for _, c := range of {
		if word, _ := r.word("collides", c.Kind); !slices.Contains(kinds, word) {
			kinds = append(kinds, word)
		}
		if text := r.collidesIn(c); text != "" && !slices.Contains(what, text) {
			what = append(what, text)
		}
		if c.From.Before(v.from) {
			v.from = c.From
		}
		if c.To.After(v.to) {
			v.to = c.To
		}
	}
	v.Kinds, v.What, v.When = capital(strings.Join(kinds, ", ")), strings.Join(what, "; "), r.period(v.from, v.to)
	if of[0].Provider != "" {
		v.Provider = r.name(of[0].Provider)
	}
	v.State = r.say.T("change.collides.asked")
	if v.Firm {
		v.State = r.say.T("change.collides.firm")
	}
	if v.Ref != "" && (r.reads.Kind == "si" || r.reads.Kind == "board" || r.reads.Org == of[0].Provider && r.reads.Kind == "provider" || r.linked(v.Ref)) {
		v.Path = casePath(v.Ref)
	}
	return v
}

// collisionKinds are why plans collide, the gravest first.
var collisionKinds = []string{record.CollidesFreeze, record.CollidesSameItem, record.CollidesParent, record.CollidesDependent, record.CollidesMaintenance,
	record.CollidesUnavailable, record.CollidesSameTeam}

// collidesIn names the items of a collision.
func (r changeReader) collidesIn(c record.Collision) string {
	switch {
	case c.Hidden, c.Item == "" && c.OtherItem == "":
		return ""
	case c.Item == c.OtherItem || c.OtherItem == "":
		return r.item(c.Item)
	case c.Item == "":
		return r.item(c.OtherItem)
	}
	return r.say.T("change.collides.items", "Item", r.item(c.Item), "Other", r.item(c.OtherItem))
}

// linked reports whether the reader sees a case beside this one.
func (r changeReader) linked(ref string) bool {
	return slices.ContainsFunc(r.links(), func(l linkView) bool { return l.Ref == ref })
}

// item is what the service map calls an item: as it was when the change was handed in,
// else as it is now.
func (r changeReader) item(id string) string {
	if id == app.ConfidentialItem {
		return r.say.T("change.item.confidential")
	}
	if r.own.Fit != nil && r.own.Fit.Names[id] != "" && r.items.Name(id, r.say.Lang()) == id {
		return r.own.Fit.Names[id]
	}
	return r.items.Name(id, r.say.Lang())
}

// period writes a window in the reader's language.
func (r changeReader) period(from, to time.Time) string { return periodIn(r.say, from, to) }

// periodIn writes a stretch of time: the day once when it begins and ends on the same one.
func periodIn(say *i18n.Printer, from, to time.Time) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return say.T("change.period.from", "From", say.DateTime(from))
	case from.IsZero():
		return say.T("change.period.to", "To", say.DateTime(to))
	case say.Date(from) == say.Date(to):
		return say.T("change.period.day", "From", say.DateTime(from), "To", say.Time(to))
	}
	return say.T("change.period", "From", say.DateTime(from), "To", say.DateTime(to))
}

// checked says when the collisions were looked at last.
func (r changeReader) checked() string {
	if r.own.Checked == nil {
		if windowOf(r.own.Content).to.IsZero() || len(r.own.Content.Items) == 0 {
			return r.say.T("change.collisions.later")
		}
		return r.say.T("change.collisions.looking")
	}
	return r.say.T("change.collisions.checked", "At", r.say.DateTime(*r.own.Checked))
}

// windowOf is a change's window.
func windowOf(c change.Content) stretch { return stretch{c.From, c.To} }
