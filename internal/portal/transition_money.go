package portal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/workflows/transition"
)

// pay lists what can be paid, what waits for the Board first.
func (page *programmeOverview) pay(r transitionReader) {
	order := []string{transition.PaymentPayable, transition.PaymentRefused, transition.PaymentApproved}
	ids := sorted(r.own.Payments)
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Compare(slices.Index(order, r.own.Payments[a].State), slices.Index(order, r.own.Payments[b].State))
	})
	due := decimal.Zero
	for _, id := range ids {
		p := r.own.Payments[id]
		if p.State == transition.PaymentPayable {
			due = due.Add(p.Amount)
		}
		page.Payments = append(page.Payments, r.paymentRow(id, p))
	}
	page.Payable = r.say.Money(due)
}

func (r transitionReader) paymentRow(id string, p transition.Payment) paymentRow {
	row := paymentRow{ID: id, Title: r.titleOf(id), Path: r.milestonePath(id), Share: r.percent(p.Share), Amount: r.say.Money(p.Amount),
		Since: r.say.Date(p.Since), State: r.paymentState(p), Papers: p.Papers}
	if p.Refused != nil && p.State == transition.PaymentRefused {
		row.Reason = p.Refused.Reason
	}
	if p.Approved != nil {
		row.Since = r.judged(p.Approved)
	}
	for _, t := range r.Tasks {
		if t.Kind == taskPayment && t.Subject == id && r.reads.MayDecide(t.Task, r.Parties) {
			row.Task = taskPath(t.ID)
		}
	}
	return row
}

// percent writes a share of the price.
func (r transitionReader) percent(share decimal.Decimal) string {
	places := int32(0)
	if e := share.Exponent(); e < 0 {
		places = min(6, -e)
	}
	return r.say.Decimal(share, int(places)) + "\u00a0%"
}

func (r transitionReader) paymentState(p transition.Payment) badge {
	word, _ := r.word("payment", p.State)
	return badge{map[string]string{transition.PaymentPayable: "warn", transition.PaymentApproved: "ok", transition.PaymentRefused: "late"}[p.State], word}
}

// riskRows are the risks that stand, the heaviest first.
func (r transitionReader) riskRows() []riskRow {
	ids := keep(sorted(r.own.Risks), func(id string) bool { return r.own.Risks[id].State != transition.RiskClosed })
	slices.SortStableFunc(ids, func(a, b string) int {
		x, y := r.own.Risks[a], r.own.Risks[b]
		return -cmp.Compare(x.Chance*x.Impact, y.Chance*y.Impact)
	})
	var all []riskRow
	for _, id := range ids {
		k := r.own.Risks[id]
		state, _ := r.word("riskState", k.State)
		row := riskRow{ID: id, Title: k.Title, Mitigation: k.Mitigation, State: state, Note: k.Note}
		if k.Milestone != "" {
			row.Milestone = r.titleOf(k.Milestone)
		}
		if k.Owner.Org != "" {
			row.Owner = r.owner(k.Owner)
		}
		if k.Chance > 0 && k.Impact > 0 {
			row.Weight = r.say.T("programme.risk.weight", "Chance", r.level(k.Chance), "Impact", r.level(k.Impact))
		}
		if r.may(transition.UpdateRisk.Name) {
			row.Update = commandPath(r.Ref, transition.UpdateRisk.Name, id)
		}
		all = append(all, row)
	}
	return all
}

// level is a chance or an impact of 1 to 3 in a word.
func (r transitionReader) level(n int) string {
	return titled(r.say, "programme.level.", []string{"low", "medium", "high"}[min(max(n, 1), 3)-1])
}

// exitRows are the open items of the previous provider (O-03): open ones first.
func (r transitionReader) exitRows() []exitRow {
	ids := sorted(r.own.ExitItems)
	slices.SortStableFunc(ids, func(a, b string) int {
		x, y := r.own.ExitItems[a], r.own.ExitItems[b]
		return cmp.Or(order(x.Settled != nil)-order(y.Settled != nil), x.Due.Compare(y.Due))
	})
	var all []exitRow
	for _, id := range ids {
		i := r.own.ExitItems[id]
		way, _ := r.word("way", i.Way)
		row := exitRow{ID: id, Title: i.Title, Kind: i.Kind, From: i.From, Way: way}
		if i.To != "" {
			row.Way = strings.TrimSpace(way + ": " + r.name(i.To))
		}
		if !i.Due.IsZero() {
			row.Due = r.say.Date(i.Due)
			row.Late = i.Settled == nil && i.Due.Before(r.today())
		}
		switch {
		case i.Settled != nil:
			done, _ := r.word("way", i.Settled.Way)
			row.Settled = r.say.T("programme.exit.settled", "Way", done, "At", r.say.Date(i.Settled.At), "Who", r.who(i.Settled.By))
		case r.may(transition.SettleExitItem.Name):
			row.Settle = commandPath(r.Ref, transition.SettleExitItem.Name, id)
		}
		all = append(all, row)
	}
	return all
}
