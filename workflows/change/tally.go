package change

import "slices"

// Tally is how a ballot stands.
type Tally struct {
	// Approve, Reject and Abstain count votes; Missing are seats that have not voted.
	Approve, Reject, Abstain, Missing int
	// Agreed: every seat whose vote counts has approved.
	Agreed bool
	// Carried: the board's rule of decision allows to approve.
	Carried bool
	// Quorum: enough seats take part, of all sides that must; Lacks are the sets of
	// sides of which none does.
	Quorum bool
	Lacks  [][]string
}

// Tally counts the votes by the panel's rule. present are seats that are taken in a
// meeting; without one, who voted takes part.
func (b Ballot) Tally(present []string) Tally {
	var n Tally
	part, counting, waiting := 0, 0, 0
	sides := map[string]bool{}
	for _, id := range sortedKeys(b.Panel.Seats) {
		seat := b.Panel.Seats[id]
		if seat.Advises {
			continue
		}
		counting++
		vote, voted := b.Votes[id]
		switch {
		case !voted:
			n.Missing++
		case vote.Option == VoteApprove:
			n.Approve++
		case vote.Option == VoteReject:
			n.Reject++
		default:
			n.Abstain++
		}
		here := slices.Contains(present, id)
		if voted || here {
			part++
			sides[seat.Side] = true
		}
		if here && !voted {
			waiting++
		}
	}
	n.Agreed = counting > 0 && n.Approve == counting
	n.Carried = b.Panel.carried(n, waiting)
	for _, set := range b.Panel.Sides {
		if !slices.ContainsFunc(set, func(side string) bool { return sides[side] }) {
			n.Lacks = append(n.Lacks, set)
		}
	}
	n.Quorum = part >= b.Panel.Quorum && len(n.Lacks) == 0
	return n
}

// carried applies the rule of decision; waiting are seats that take part and have
// not voted.
func (p Panel) carried(n Tally, waiting int) bool {
	switch p.Rule {
	case RuleAll:
		return n.Approve > 0 && n.Reject == 0 && waiting == 0
	case RuleAny:
		return n.Approve > 0
	case RuleNumber:
		return n.Approve >= p.Count
	case RulePercentage:
		return n.Approve > 0 && n.Approve*100 >= p.Count*(n.Approve+n.Reject)
	}
	return true // the chair decides after advice
}
