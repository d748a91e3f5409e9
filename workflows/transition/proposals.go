package transition

import (
	"fmt"
	"strconv"
	"strings"

	"termijn/workflows/casework"
)

func checkPropose(s *situation, p Proposing) error {
	var v casework.Invalid
	oneOf(&v, "kind", p.Kind, ProposalKinds)
	text(&v, "reason", p.Reason)
	v.Check(len(p.Changes)+len(p.New) <= mostParts, "changes", "too_many", "max", fmt.Sprint(mostParts))
	if err := v.Err(); err != nil {
		return err
	}
	if err := p.checkProposer(s); err != nil {
		return err
	}
	return p.checkSubject(s)
}

// checkProposer lets owners propose about what is theirs; the lead and the Board
// about everything.
func (p Proposing) checkProposer(s *situation) error {
	if s.Actor.Org == integrator || s.Actor.Org == board {
		return nil
	}
	for _, id := range keys(p.Changes) {
		if m, ok := s.Own.Milestones[id]; ok && (m.Owner.Org != s.Actor.Org || p.Changes[id].Share != nil) {
			return casework.Refuse(casework.CodeForbidden)
		}
	}
	if len(p.New) > 0 {
		return casework.Refuse(casework.CodeForbidden)
	}
	if x, ok := s.Own.Checklist[p.Item]; ok && x.Owner.Org != s.Actor.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	if x, ok := s.Own.Products[p.Product]; ok && s.Own.Milestones[x.Milestone].Owner.Org != s.Actor.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// checkSubject says whether what is proposed could be decided now.
func (p Proposing) checkSubject(s *situation) error {
	switch p.Kind {
	case ProposeBaseline:
		return p.checkNext(s)
	case ProposeExemption:
		x, err := item(s, p.Item)
		if err == nil && x.Settled() {
			err = casework.Refuse(casework.CodeDone, "subject", p.Item)
		}
		return err
	}
	x, m, err := product(s, p.Product)
	switch {
	case err != nil:
		return err
	case x.State != ProductRefused || m.Ended():
		return casework.Refuse("not_refused", "product", p.Product)
	}
	return nil
}

// checkApplies refuses to decide on what can no longer be done.
func checkApplies(s *situation, p Proposal) error {
	if err := p.checkSubject(s); err != nil {
		return casework.Refuse("proposal_outdated", "proposal", p.ID, "why", err.Error())
	}
	return nil
}

// propose is sentence 20.
func propose(t *turn, p Proposing) {
	p.Reason = strings.TrimSpace(p.Reason)
	x := Proposal{ID: fmt.Sprintf("R%d", len(t.Own.Proposals)+1), Proposing: p, State: ProposalMade, At: t.At, By: t.Actor}
	x.Content = hash([]any{x.ID, p})
	set(&t.Own.Proposals, x.ID, x)
	t.Say("transition.proposed", map[string]any{"proposal": x.ID, "kind": p.Kind, "reason": p.Reason, "milestones": len(p.Changes) + len(p.New)})
	t.Made(x.ID)
}

// proposal finds a proposal in one of some states.
func proposal(s *situation, id string, states ...string) (Proposal, error) {
	x, ok := s.Own.Proposals[id]
	if !ok {
		return x, casework.Refuse(casework.CodeUnknown, "subject", id)
	}
	for _, state := range states {
		if x.State == state {
			return x, nil
		}
	}
	return x, casework.Refuse(casework.CodeDone, "subject", id)
}

func checkWithdrawProposal(s *situation, w ProposalWithdrawn) error {
	x, err := proposal(s, w.Proposal, ProposalMade, ProposalPut)
	if err != nil {
		return err
	}
	if s.Actor.Org != x.By.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	var v casework.Invalid
	text(&v, "reason", w.Reason)
	return v.Err()
}

func withdrawProposal(t *turn, w ProposalWithdrawn) {
	x := t.Own.Proposals[w.Proposal]
	t.CancelTasks(taskProposal, x.ID)
	t.CancelClock(x.Clock)
	x.State, x.Ended = ProposalGone, judged(t, w.Reason)
	t.Own.Proposals[x.ID] = x
	t.Say("transition.proposal_withdrawn", map[string]string{"proposal": x.ID, "reason": x.Ended.Reason})
}

func checkPut(s *situation, p Putting) error {
	if err := checkLead(s); err != nil {
		return err
	}
	x, err := proposal(s, p.Proposal, ProposalMade)
	if err != nil {
		return err
	}
	session := s.Own.opened()
	switch {
	case session == "":
		return casework.Refuse("no_session")
	case !s.Own.Sessions[session].present(board):
		return casework.Refuse("board_absent", "session", session)
	case p.Content != x.Content:
		return casework.Refuse(casework.CodeStale, "seen", p.Content, "current", x.Content)
	}
	var v casework.Invalid
	optional(&v, "advice", p.Advice)
	if err := v.Err(); err != nil {
		return err
	}
	return checkApplies(s, x)
}

// putProposal puts what the committee dealt with before the Board (sentence 20).
func putProposal(t *turn, p Putting) {
	x := t.Own.Proposals[p.Proposal]
	x.State, x.Session, x.Advice = ProposalPut, t.Own.opened(), strings.TrimSpace(p.Advice)
	x.Clock = nextClock(t, clockProposal+"/"+x.ID)
	t.StartClock(x.Clock, decision)
	t.OpenTask(casework.Ask{Kind: taskProposal, Subject: x.ID, To: members, Clock: x.Clock, Options: verdicts, Content: x.Content,
		Args: map[string]string{"name": x.ID, "kind": x.Kind}})
	t.Own.Proposals[x.ID] = x
	t.Say("transition.proposal_put", map[string]string{"proposal": x.ID, "session": x.Session, "advice": x.Advice})
}

// proposalDecided is the Board's answer (sentences 20 and 21).
func proposalDecided(t *turn, id string, d casework.Decision) {
	x := t.Own.Proposals[id]
	t.StopClock(x.Clock)
	x.State, x.Ended = ProposalRejected, judged(t, d.Reason)
	if d.Option == approve {
		x.State = ProposalApproved
		switch x.Kind {
		case ProposeBaseline:
			x.Baseline = rebaseline(t, x)
		case ProposeExemption:
			i := t.Own.Checklist[x.Item]
			i.Exempt = judged(t, x.Reason)
			t.Own.Checklist[x.Item] = i
		case ProposeDispute:
			p := t.Own.Products[x.Product]
			t.FinishTasks(taskDeliver, x.Product)
			accept(t, x.Product, p, p.Deliveries[strconv.Itoa(p.Delivery)], x.Reason)
		}
	}
	t.Own.Proposals[id] = x
	made := keep(t, Decision{Session: x.Session, Proposal: id, Option: d.Option, Reason: x.Ended.Reason})
	t.Say("transition.proposal_decided", map[string]any{"proposal": id, "kind": x.Kind, "option": d.Option, "reason": x.Ended.Reason,
		"decision": made, "baseline": x.Baseline})
}
