package portal

import (
	"fmt"
	"strconv"

	"termijn/workflows/transition"
)

// productForms are the forms around work products.
func (p *portal) productForms() {
	const name = transition.Name
	serve(p, name, programmeForm[transition.Delivering]{command: transition.Deliver, about: deliverable, rows: "evidence", ask: []ask{askText("note", 3).orNot()},
		draw: func(page *commandPage, r transitionReader) {
			drawProduct(page, r)
			drawEvidence("evidence")(page, r)
		},
		read: func(in *entries, _ transitionReader) transition.Delivering {
			return transition.Delivering{Product: in.Value("subject"), Note: in.Value("note"), Evidence: readEvidence(in, "evidence")}
		}})
	serve(p, name, programmeForm[transition.Checking]{command: transition.Check, about: checkable, ask: []ask{askOne("ok", "yes", "no"), askText("findings", 4).orNot()},
		// The content is the number of the delivery that is looked at.
		fill: func(r transitionReader, subject string) Form {
			return newForm("content", strconv.Itoa(r.own.Products[subject].Delivery))
		},
		draw: drawProduct,
		read: func(in *entries, r transitionReader) transition.Checking {
			c := transition.Checking{Product: in.Value("subject"), OK: in.Value("ok") == "yes", Findings: in.Value("findings")}
			if in.Value("ok") == "" {
				in.Wrong("ok", r.say.T("programme.choose"))
			}
			c.Delivery, _ = strconv.Atoi(in.Value("content")) // none is stale, and the case says so
			return c
		}})
}

// drawProduct says what the work product must be, and what was said of it before.
func drawProduct(page *commandPage, r transitionReader) {
	p, ok := r.own.Products[page.Subject]
	if !ok {
		return
	}
	page.Facts = []fact{{r.say.T("transition.product"), p.Title}, {r.say.T("transition.milestone"), r.titleOf(p.Milestone)}}
	for i, c := range p.Criteria {
		page.Facts = append(page.Facts, fact{r.say.T("programme.criterion", "Number", i+1), c})
	}
	for n := p.Delivery; n >= 1; n-- {
		d := p.Deliveries[strconv.Itoa(n)]
		what := r.judged(&transition.Judgement{At: d.At, By: d.By})
		if d.Note != "" {
			what += " – " + d.Note
		}
		for _, e := range d.Evidence {
			what += "\n" + e.Title + ": " + e.URL
		}
		if d.Refused != nil {
			what += "\n" + r.say.T("programme.refused", "Who", r.who(d.Refused.By), "Reason", d.Refused.Reason)
		}
		page.Facts = append(page.Facts, fact{r.say.T("programme.delivery", "Number", n), what})
	}
}

// deliverable are the reader's work products that are to be delivered, refused ones first.
func deliverable(r transitionReader) []matter {
	var again, first []string
	for _, id := range sorted(r.own.Products) {
		p := r.own.Products[id]
		m := r.own.Milestones[p.Milestone]
		switch {
		case !r.mine(m.Owner) || m.Ended():
		case p.State == transition.ProductRefused:
			again = append(again, id)
		case p.State == transition.ProductPlanned:
			first = append(first, id)
		}
	}
	return mattersOf(append(again, first...), func(id string) string { return r.own.Products[id].Title })
}

// checkable are deliveries of others that wait for the check.
func checkable(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Products), func(id string) bool {
		p := r.own.Products[id]
		return p.State == transition.ProductDelivered && !r.mine(r.own.Milestones[p.Milestone].Owner)
	}), func(id string) string { return r.own.Products[id].Title })
}

// readinessForms are the forms of checklists, risks and open items.
func (p *portal) readinessForms() {
	const name = transition.Name
	serve(p, name, programmeForm[transition.Proof]{command: transition.RecordEvidence, about: unproven, rows: "evidence", ask: []ask{askText("note", 3).orNot()},
		draw: func(page *commandPage, r transitionReader) {
			drawItem(page, r)
			drawEvidence("evidence")(page, r)
		},
		read: func(in *entries, _ transitionReader) transition.Proof {
			return transition.Proof{Item: in.Value("subject"), Note: in.Value("note"), Evidence: readEvidence(in, "evidence")}
		}})
	serve(p, name, programmeForm[transition.ProofWithdrawn]{command: transition.WithdrawEvidence, about: proven, ask: []ask{askSubject("item"), askText("reason", 3)}, draw: drawItem})
	levels := []string{"1", "2", "3"}
	serve(p, name, programmeForm[transition.RiskPlan]{command: transition.RecordRisk,
		ask:     []ask{askLine("title"), askText("mitigation", 3), askChoice("milestone").orNot(), askChoice("chance", levels...).orNot(), askChoice("impact", levels...).orNot()},
		choices: map[string]func(transitionReader) []Choice{"milestone": transitionReader.milestoneChoices},
		read: func(in *entries, r transitionReader) transition.RiskPlan {
			return transition.RiskPlan{ID: freeID(r.own.Risks, "K"), Title: in.Value("title"), Mitigation: in.Value("mitigation"), Milestone: in.Value("milestone"),
				Chance: in.whole("chance"), Impact: in.whole("impact")}
		}})
	serve(p, name, programmeForm[transition.RiskUpdate]{command: transition.UpdateRisk, about: ownRisks,
		ask: []ask{askSubject("risk"), askOne("state", transition.RiskStates...), askText("note", 3), askText("mitigation", 3).orNot()},
		fill: func(r transitionReader, subject string) Form {
			return newForm("state", r.own.Risks[subject].State, "mitigation", r.own.Risks[subject].Mitigation)
		},
		draw: func(page *commandPage, r transitionReader) {
			k := r.own.Risks[page.Subject]
			page.Facts = []fact{{r.say.T("transition.risk"), k.Title}, {r.say.T("transition.mitigation"), k.Mitigation}}
		}})
	serve(p, name, programmeForm[transition.ExitPlan]{command: transition.PlanExitItem, about: exitMatters,
		ask:  []ask{askLine("title"), askLine("kind").orNot(), askLine("from").orNot(), askChoice("way", transition.ExitWays...).orNot(), askLine("to").orNot(), askDate("due").orNot()},
		fill: fillExit,
		read: func(in *entries, r transitionReader) transition.ExitPlan {
			x := transition.ExitPlan{ID: in.Value("subject"), Title: in.Value("title"), Kind: in.Value("kind"), From: in.Value("from"), Way: in.Value("way"), To: in.Value("to"), Due: in.date("due")}
			if x.ID == "new" {
				x.ID = freeID(r.own.ExitItems, "X")
			}
			return x
		}})
	serve(p, name, programmeForm[transition.ExitSettled]{command: transition.SettleExitItem, about: unsettledExit, rows: "evidence",
		ask: []ask{askOne("way", transition.ExitWays...), askLine("to").orNot(), askText("note", 3)},
		fill: func(r transitionReader, subject string) Form {
			i := r.own.ExitItems[subject]
			return newForm("way", i.Way, "to", i.To)
		},
		draw: func(page *commandPage, r transitionReader) {
			i := r.own.ExitItems[page.Subject]
			page.Facts = []fact{{r.say.T("transition.exitItem"), i.Title}}
			drawEvidence("evidence")(page, r)
		},
		read: func(in *entries, _ transitionReader) transition.ExitSettled {
			return transition.ExitSettled{Item: in.Value("subject"), Way: in.Value("way"), To: in.Value("to"), Note: in.Value("note"), Evidence: readEvidence(in, "evidence")}
		}})
}

// freeID is the next ID of a list that people number: K1, K2, …
func freeID[V any](have map[string]V, letter string) string {
	for n := len(have) + 1; ; n++ {
		id := fmt.Sprintf("%s%d", letter, n)
		if _, taken := have[id]; !taken {
			return id
		}
	}
}

func drawItem(page *commandPage, r transitionReader) {
	i, ok := r.own.Checklist[page.Subject]
	if !ok {
		return
	}
	word, _ := r.word("itemKind", i.Kind)
	page.Facts = []fact{{r.say.T("transition.item"), i.Title}, {r.say.T("transition.itemKind"), word}, {r.say.T("transition.milestone"), r.titleOf(i.Milestone)}}
}

func unproven(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Checklist), func(id string) bool {
		i := r.own.Checklist[id]
		return !i.Settled() && r.mine(r.itemOwner(i)) && !r.own.Milestones[i.Milestone].Ended()
	}), func(id string) string { return r.own.Checklist[id].Title })
}

func proven(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Checklist), func(id string) bool {
		i := r.own.Checklist[id]
		return i.Proof != nil && (r.mine(r.itemOwner(i)) || r.reads.Kind == "si") && !r.own.Milestones[i.Milestone].Ended()
	}), func(id string) string { return r.own.Checklist[id].Title })
}

func ownRisks(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Risks), func(id string) bool {
		k := r.own.Risks[id]
		return k.State != transition.RiskClosed && (r.reads.Kind == "si" || r.mine(k.Owner))
	}), func(id string) string { return r.own.Risks[id].Title })
}

func unsettledExit(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.ExitItems), func(id string) bool { return r.own.ExitItems[id].Settled == nil }), func(id string) string { return r.own.ExitItems[id].Title })
}

// exitMatters are a new item, and those that are not settled.
func exitMatters(r transitionReader) []matter {
	return append([]matter{{Subject: "new", Name: r.say.T("programme.exit.new")}}, unsettledExit(r)...)
}

func fillExit(r transitionReader, subject string) Form {
	i, ok := r.own.ExitItems[subject]
	if !ok {
		return newForm()
	}
	f := newForm("title", i.Title, "kind", i.Kind, "from", i.From, "way", i.Way, "to", i.To)
	if !i.Due.IsZero() {
		f.Values.Set("due", i.Due.String())
	}
	return f
}

// milestoneChoices are the milestones that have not ended, by their numbers.
func (r transitionReader) milestoneChoices() []Choice {
	var all []Choice
	for _, id := range sorted(r.own.Milestones) {
		if m := r.own.Milestones[id]; !m.Ended() {
			all = append(all, Choice{Value: id, Text: id + " – " + m.Title})
		}
	}
	return all
}
