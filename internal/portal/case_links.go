package portal

import "termijn/internal/ledger"

// linkView is a case that this one is related to.
type linkView struct {
	// Relation says how, from this case's side.
	Relation                         string
	Ref, Path, Process, Title, Stage string
	Closed                           bool
}

// links are the related cases that the reader may see.
func (r caseReader) links() []linkView {
	var all []linkView
	for _, l := range r.Links {
		all = append(all, linkView{Relation: r.relation(l), Ref: l.Ref, Path: casePath(l.Ref), Process: titled(r.say, "process.", l.Process),
			Title: l.Title, Stage: titled(r.say, "stage."+l.Process+".", l.Stage), Closed: l.Outcome != ""})
	}
	return all
}

// relation is a link in words: link.<kind>, and link.<kind>.in from the other side.
func (r caseReader) relation(l ledger.Link) string {
	id := "link." + l.Kind
	if l.Incoming {
		id += ".in"
	}
	if !r.say.Has(id) {
		return r.say.T("case.link.related")
	}
	return r.say.T(id)
}
