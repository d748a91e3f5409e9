package portal

import (
	"termijn/internal/app"
	"termijn/workflows/change"
)

// ecabPage is an emergency on one screen, for those who are called to decide on it,
// wherever they are (B-34).
type ecabPage struct {
	Page
	changeReads
	CasePath, CaseTitle, Ref, StageText, Waiting string
	Ground                                       []fact
	// Incident is the one that it is for, with the way there for who may read it.
	Incident, IncidentPath string
	// Open is true while it is decided; Clocks limit that.
	Open   bool
	Clocks []clockView
	Facts  []fact
	// Count says how the votes stand, Quorum what is still lacking for one.
	Count, Quorum string
	Enough        bool
	// Alone says whether the chair may decide alone, or from when.
	Alone                  string
	Decision, Confirmation []fact
	// Votes are the reader's own forms, Rule the chair's; none for others.
	Votes []ecabVote
	Rule  *ecabRule
}

// changeReads is what parts of the page share with the page of the change.
type changeReads struct {
	Kind       badge
	Window     string
	Picture    *windowPicture
	Collisions []collisionView
	Checked    string
	Ballot     *ballotView
}

// ecabVote is the form of one of the reader's own decisions.
type ecabVote struct {
	Sheet
	Action, Title, About, Content, Next, Was string
	Options                                  []Choice
}

// named makes the IDs of the form's fields its own on the page.
func (v ecabVote) named(f Field) Field {
	f.Prefix = "vote-" + keyOf(v.Action)
	return f
}

// Choose are the options.
func (v ecabVote) Choose() Field { return v.named(v.Radio("option", "bulk.option", v.Options)) }

// Reason is why.
func (v ecabVote) Reason() Field { return v.named(v.Area("reason", "bulk.reason", 2).Optional()) }

// Anchor names the form on the page.
func (v ecabVote) Anchor() string { return keyOf(v.Action) }

// ecabRule is the form with which the chair decides.
type ecabRule struct {
	Sheet
	Action, Next string
	Fields       []Field
}

var ecabShape = newShape("change_ecab", &ecabPage{}, "case")

// changeECAB is the page of an emergency that is being decided, or was.
func (p *portal) changeECAB(v *visit) error {
	r, err := readWith[changeReader](v)
	if err != nil {
		return err
	}
	if r.own.Kind != change.Emergency || r.own.Ballot == nil {
		return app.ErrNotFound
	}
	page := &ecabPage{Page: v.page(v.text.T("change.ecab.title", "Title", r.Title)), CasePath: casePath(r.Ref), CaseTitle: r.Title, Ref: r.Ref, StageText: r.stageText(), Waiting: r.waiting(),
		Open: r.Stage == change.Approving, Decision: r.decision(), Confirmation: r.confirmation(), Ground: r.ground()}
	c := r.own.Content
	page.changeReads = changeReads{Kind: r.kindBadge(), Window: r.period(c.From, c.To), Collisions: r.collisions(), Checked: r.checked(), Ballot: r.ballot()}
	page.Picture = r.drawWindow("ecab-window", page.Collisions)
	if page.Incident = c.Incident; r.linked(c.Incident) {
		page.IncidentPath = casePath(c.Incident)
	}
	for _, step := range []string{stepScope, stepImpact, stepBackOut} {
		page.Facts = append(page.Facts, r.partOf(step, c)...)
	}
	r.tally(page)
	if err := r.ecabClocks(v, page); err != nil {
		return err
	}
	r.ecabForms(v, page)
	return show(v, 200, ecabShape, page)
}

// ground is why it is an emergency.
func (r changeReader) ground() []fact {
	return r.facts("threat", r.own.Content.Threat, "reason", r.own.Content.Reason)
}

// tally says how the votes stand, and what a quorum still lacks.
func (r changeReader) tally(page *ecabPage) {
	n := r.own.Ballot.Tally(nil)
	page.Count, page.Enough = page.Ballot.Count, n.Quorum
	switch {
	case n.Quorum:
		page.Quorum = r.say.T("change.quorum.reached")
	case len(n.Lacks) > 0:
		var sides []string
		for _, set := range n.Lacks {
			sides = append(sides, r.sides(set))
		}
		page.Quorum = r.say.T("change.quorum.lacks", "Sides", joined(r.say, sides))
	default:
		page.Quorum = r.say.T("change.quorum.few", "Count", r.own.Ballot.Panel.Quorum)
	}
	if !page.Open {
		return
	}
	switch b := r.own.Ballot; {
	case b.Unreached:
		page.Alone = r.say.T("change.alone.now")
	default:
		page.Alone = r.say.T("change.alone.later", "Due", r.due(b.Clock))
	}
}

// ecabClocks are the clocks that limit the decision and its confirmation.
func (r changeReader) ecabClocks(v *visit, page *ecabPage) error {
	ids := []string{r.own.Ballot.Clock}
	if r.own.Confirmation != nil {
		ids = append(ids, r.own.Confirmation.Clock)
	}
	reader := v.clockReader(r)
	for _, id := range ids {
		k, ok := r.clock(id)
		if !ok {
			continue
		}
		shown, err := reader.view(k)
		if err != nil {
			return err
		}
		page.Clocks = append(page.Clocks, shown)
	}
	return nil
}

// ecabForms are the reader's own votes and confirmations, and the chair's decision.
func (r changeReader) ecabForms(v *visit, page *ecabPage) {
	for _, t := range r.mine(v.who) {
		if len(t.Options) == 0 {
			continue
		}
		f := newForm()
		vote := ecabVote{Sheet: v.sheet(f), Action: taskPath(t.ID), Title: v.kindTitle(t.Kind), About: r.about(t), Content: t.Content, Next: ecabPath(r.Ref)}
		for _, o := range t.Options {
			vote.Options = append(vote.Options, Choice{Value: o, Text: v.optionText(o)})
		}
		if s, ok := r.own.Ballot.Panel.Seats[t.Subject]; ok && t.Kind == taskVote {
			vote.Was = r.seat(s).Was
		}
		page.Votes = append(page.Votes, vote)
	}
	if !r.may(change.RuleEmergency.Name) {
		return
	}
	f := fillRuling(r, "")
	form := &commandPage{Page: page.Page, Process: change.Name, Command: change.RuleEmergency.Name, Form: v.sheet(f)}
	for _, a := range askRuling {
		form.Fields = a.draw(form, changeForm[change.Ruling]{}.optionsOf(a, r.caseReader, r))
	}
	for i := range form.Fields {
		form.Fields[i].Prefix = "rule"
	}
	page.Rule = &ecabRule{Sheet: form.Form, Action: commandPath(r.Ref, change.RuleEmergency.Name, ""), Next: ecabPath(r.Ref), Fields: form.Fields}
}

// sides are sides of seats of which one must take part, in words.
func (r changeReader) sides(set []string) string { return sidesIn(r.say, set) }
