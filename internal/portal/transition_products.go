package portal

import (
	"strconv"

	"termijn/workflows/transition"
)

func (r transitionReader) productViews(milestone string) []productView {
	var all []productView
	for _, row := range r.productRows(milestone) {
		p := r.own.Products[row.ID]
		x := productView{productRow: row, Criteria: p.Criteria}
		for n := p.Delivery; n >= 1; n-- {
			d, ok := p.Deliveries[strconv.Itoa(n)]
			if !ok {
				continue
			}
			v := deliveryView{Number: n, Delivered: r.judged(&transition.Judgement{At: d.At, By: d.By}), Note: d.Note, Evidence: d.Evidence,
				Checked: r.judged(d.Checked), Accepted: r.judged(d.Accepted), RefusedBy: r.judged(d.Refused)}
			if d.Refused != nil {
				v.Refused = d.Refused.Reason
			}
			x.Deliveries = append(x.Deliveries, v)
		}
		all = append(all, x)
	}
	return all
}

// judged is who said something and when; empty for nobody.
func (r transitionReader) judged(j *transition.Judgement) string {
	if j == nil {
		return ""
	}
	return r.say.T("programme.by", "Who", r.who(j.By), "At", r.say.Date(j.At))
}

func (r transitionReader) checkViews(milestone string) []checkView {
	var all []checkView
	ended := r.own.Milestones[milestone].Ended()
	for _, kind := range transition.ItemKinds {
		for _, id := range sorted(r.own.Checklist) {
			i := r.own.Checklist[id]
			if i.Milestone != milestone || i.Kind != kind {
				continue
			}
			word, _ := r.word("itemKind", i.Kind)
			owner := r.itemOwner(i)
			x := checkView{ID: id, Title: i.Title, Kind: word, Owner: r.owner(owner), State: badge{"warn", r.say.T("programme.check.open")}}
			switch {
			case i.Proof != nil:
				x.State = badge{"ok", r.say.T("programme.check.proven")}
				x.Said, x.Evidence = r.judged(&transition.Judgement{At: i.Proof.At, By: i.Proof.By}), i.Proof.Evidence
				if i.Proof.Note != "" {
					x.Said += " – " + i.Proof.Note
				}
				if !ended && (r.mine(owner) || r.reads.Kind == "si") && r.may(transition.WithdrawEvidence.Name) {
					x.Withdraw = commandPath(r.Ref, transition.WithdrawEvidence.Name, id)
				}
			case i.Exempt != nil:
				x.State = badge{"info", r.say.T("programme.check.exempt")}
				x.Exempt = r.judged(i.Exempt) + " – " + i.Exempt.Reason
			case !ended && r.mine(owner) && r.may(transition.RecordEvidence.Name):
				x.Record = commandPath(r.Ref, transition.RecordEvidence.Name, id)
			}
			all = append(all, x)
		}
	}
	return all
}
