package portal

import "termijn/internal/record"

// cause is the root cause in words, with the change that it was (C-28, C-29) and
// what was found about the process (C-30).
func (r problemReader) cause() []fact {
	c := r.own.Cause
	if c == nil {
		return nil
	}
	kind, _ := r.word("kind", c.Kind)
	maker, _ := r.word("changeBy", c.ChangeBy)
	finding, _ := r.word("finding", c.Finding)
	all := r.facts("cause", c.RootCause.Cause, "kind", kind, "change", c.Change, "changeBy", maker, "finding", finding, "proof", c.Proof)
	return append(all, r.signed(c.By, c.At))
}

// correction is what the finding means for the price correction (C-30), in words;
// empty where no correction is at stake.
func (r problemReader) correction() string {
	word, _ := r.word("correction", r.own.Correction())
	return word
}

// overrun is why the critical incident took too long, and what was ruled (C-24).
func (r problemReader) overrun() []fact {
	o := r.own.Overrun
	if o == nil {
		return nil
	}
	state, _ := r.word("overrun", o.State)
	all := []fact{{r.say.T("problem.state"), state}}
	if o.At == nil {
		return all
	}
	share := "no"
	if o.Share {
		share = "yes"
	}
	all = append(all, fact{r.say.T("problem.overrun.cause"), o.Cause}, fact{r.say.T("problem.share.label"), r.say.T("problem.share." + share)})
	all = append(all, r.facts("proof", o.Proof)...)
	all = append(all, r.signed(*o.By, *o.At))
	if x := o.Ruling; x != nil {
		word, _ := r.word("ruling", x.Option)
		all = append(all, fact{r.say.T("problem.ruling"), r.say.T("problem.ruling.by", "Ruling", word, "Who", r.who(x.By), "At", r.say.DateTime(x.At))})
		all = append(all, r.facts("reason", x.Reason)...)
	}
	return all
}

// decidedOn shows what a task of a problem asks to decide on.
func (r problemReader) decidedOn(_ *Page, t record.Task) decided {
	switch t.Kind {
	case "decide_proposal":
		d := decided{Facts: r.origin()}
		for _, l := range r.links() {
			d.Facts = append(d.Facts, fact{l.Relation, l.Ref + " – " + l.Title})
		}
		return d
	case "rule_overrun":
		return decided{Facts: r.overrun()}
	}
	return decided{}
}

// about names what a task of a problem is about.
func (r problemReader) about(t record.Task) string {
	if t.Kind == "decide_proposal" && r.own.Origin.Trend != nil {
		word, _ := r.word("pattern", r.own.Origin.Trend.Pattern)
		return word
	}
	return ""
}
