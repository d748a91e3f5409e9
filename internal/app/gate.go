package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// GateAnswer is what the gate says of a deployment.
type GateAnswer struct {
	Ref string
	change.Gate
	// From and To are its window, once it is allowed.
	From, To time.Time
	// Again: the pipeline asked before, and this is the answer that it has.
	Again bool
	// Outcome of the case when it has ended.
	Ended string
}

// Settled reports whether there is nothing to wait for any more.
func (a GateAnswer) Settled() bool {
	return a.Ended != "" || a.Answer == change.GateAllowed || a.Answer == change.GateRefused
}

// asked is the answer for a pipeline that asks for the same deployment again: one
// that was allowed and did not end well, or in time, is not allowed a second time.
func (a GateAnswer) asked(now time.Time) GateAnswer {
	if a.Answer != change.GateAllowed || a.Ended != "" {
		return a
	}
	switch {
	case a.Outcome != nil:
		a.Answer, a.Reasons = change.GateRefused, []change.GateReason{{Code: change.ReasonReviewed, Args: map[string]string{"ref": a.Ref}}}
	case !now.Before(a.To):
		a.Answer, a.Reasons = change.GateRefused, []change.GateReason{{Code: change.ReasonOver,
			Args: map[string]string{"ref": a.Ref, "until": a.To.Format(time.RFC3339)}}}
	}
	return a
}

// AskGate asks whether a pipeline may deploy (B-35). The change that it makes stands
// in the calendar. While one of the same commit, service and environment is open,
// the provider's pipeline gets that one's answer, whoever asks.
func (s *Service) AskGate(ctx context.Context, p identity.Principal, key string, d change.Deployment) (GateAnswer, error) {
	if !p.May(identity.AskGate, nil) {
		return GateAnswer{}, ErrForbidden
	}
	if err := plain(d); err != nil {
		return GateAnswer{}, err
	}
	if err := d.Check(); err != nil {
		return GateAnswer{}, err
	}
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return GateAnswer{}, err
	}
	if _, known := on.Item(d.Service); !known {
		if _, known = s.Policy.Incident.Service(d.Service); !known {
			var v casework.Invalid
			v.Add("service", "unknown")
			return GateAnswer{}, v.Err()
		}
	}
	ref, again, err := s.claimGate(ctx, p, key, d)
	if err != nil {
		return GateAnswer{}, err
	}
	if again {
		// One that is still looked at is waited for below, as by who asked first.
		if a, err := s.Gate(ctx, p, ref); !errors.Is(err, ErrNotFound) && (err != nil || a.Answer != "" || a.Ended != "") {
			a.Again = true
			return a.asked(s.Time.Now()), err
		}
	}
	frame, err := s.frameFor(ctx, p.Org, d, on)
	if err != nil {
		return GateAnswer{}, err
	}
	err = s.openGate(ctx, p, ref, frame, s.itemName(on, d.Service), d)
	if refusal, ended := casework.RefusalOf(err); err != nil && !(ended && refusal.Code == casework.CodeClosed) {
		return GateAnswer{}, err
	}
	a, err := s.Gate(ctx, p, ref)
	a.Again = again
	return a, err
}

// itemName is what an item of the map, or a service of the catalogue, is called.
func (s *Service) itemName(on *topology.Map, id string) string {
	if _, ok := on.Item(id); ok {
		return on.Name(id, i18n.Dutch)
	}
	return s.serviceName(id, i18n.Dutch)
}

// claimGate gives the request its reference: the one that the key had before, else
// that of the open change of the same deployment, else a new one.
func (s *Service) claimGate(ctx context.Context, p identity.Principal, key string, d change.Deployment) (ref string, again bool, err error) {
	digest := record.ContentHash(d)
	ref, before, err := s.Store.ClaimedFor(ctx, p.Person, key)
	switch {
	case err == nil && before != digest:
		return "", false, ledger.ErrKeyReused
	case err == nil:
		return ref, true, nil
	case !errors.Is(err, ledger.ErrNotFound):
		return "", false, err
	}
	// Those that ended number the attempts, so that whoever asks at once finds the same.
	attempts, err := s.Store.EndedGates(ctx, p.Org, d.Service, d.Environment, d.Commit)
	if err != nil {
		return "", false, err
	}
	deployment := record.ContentHash([]string{d.Service, d.Environment, d.Commit})
	// No person is called that: a person's ID holds no slash.
	pipeline, attempt := "gate/"+p.Org, deployment+"/"+strconv.Itoa(attempts)
	_, err = s.Store.Claimed(ctx, pipeline, attempt)
	again = err == nil
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return "", false, err
	}
	year := calendar.DateOf(s.Time.Now(), s.zone()).Year
	ref, err = s.Store.Claim(ctx, ledger.Claim{Person: pipeline, Key: attempt, Digest: deployment, Prefix: change.Prefix, Year: year})
	if err != nil {
		return "", false, err
	}
	ref, err = s.Store.ClaimAs(ctx, p.Person, key, digest, ref)
	return ref, again, err
}

// frameFor is the frame that a deployment is held against: one that covers it, in
// force first; empty when there is none.
func (s *Service) frameFor(ctx context.Context, provider string, d change.Deployment, on *topology.Map) (string, error) {
	frames, err := s.Store.Frames(ctx, provider)
	if err != nil {
		return "", err
	}
	lost := ""
	for _, f := range frames {
		if !on.Parts(f.Items...)[d.Service] || !slices.Contains(f.Environments, d.Environment) {
			continue
		}
		if !f.Lost {
			return f.Ref, nil
		}
		lost = f.Ref
	}
	return lost, nil
}

// openGate opens the change and returns when the gate has answered.
func (s *Service) openGate(ctx context.Context, p identity.Principal, ref, frame, name string, d change.Deployment) error {
	own := change.ThroughGate(p.Org, p.Person, frame, name, d)
	start := casework.Start[change.State]{Actor: actor(p), Command: casework.CommandKey("gate/"+p.Org, ref, d),
		State: casework.State[change.State]{Ref: ref, Process: change.Name, Version: change.Version, Title: own.Content.Title, Time: s.Time,
			Parties: record.Parties{Providers: []string{p.Org}}, Own: own,
			Definitions: s.Policy.Definitions.For(change.Name, calendar.DateOf(s.Time.Now(), s.zone()))}}
	op := s.Temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: WorkflowID(ref), TaskQueue: s.TaskQueue, StaticSummary: ref,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, change.Name, start)
	handle, err := s.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: op,
		UpdateOptions: client.UpdateWorkflowOptions{UpdateID: change.UpdateAnswered, UpdateName: change.UpdateAnswered,
			WaitForStage: client.WorkflowUpdateStageCompleted},
	})
	_, err = s.receipt(ctx, ledger.CaseRow{Ref: ref}, start.Command, handle, err)
	return err
}

// Gate is what the gate says of a deployment now.
func (s *Service) Gate(ctx context.Context, p identity.Principal, ref string) (GateAnswer, error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return GateAnswer{}, err
	}
	own, err := stateOf[change.State](row, change.Name)
	if err != nil {
		return GateAnswer{}, err
	}
	if own.Gate == nil {
		return GateAnswer{}, ErrNotFound
	}
	a := GateAnswer{Ref: ref, Gate: *own.Gate, Ended: row.Outcome}
	if own.Started != nil {
		a.From, a.To = own.Content.From, own.Content.To
	}
	return a, nil
}

// ExplainGate says in words why the gate does not open.
func ExplainGate(p *i18n.Printer, r change.GateReason) string {
	var pairs []any
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		value := r.Args[name]
		if at, err := time.Parse(time.RFC3339, value); err == nil && name == "until" {
			value = p.DateTime(at)
		}
		if id := "gate.collides." + value; r.Code == change.ReasonCollision && name == "kind" && p.Has(id) {
			value = p.T(id)
		}
		pairs = append(pairs, name, value)
	}
	return p.T("gate.reason."+r.Code, pairs...)
}

// gateRereads is how often the gate's answer is read again for whoever waits for it.
const gateRereads = 250 * time.Millisecond

// AwaitGate is Gate for somebody who waits until it is settled, at most so long. It
// reads the case's row four times a second.
func (s *Service) AwaitGate(ctx context.Context, p identity.Principal, ref string, wait time.Duration) (GateAnswer, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	end := time.NewTimer(wait)
	defer end.Stop()
	again := time.NewTicker(gateRereads)
	defer again.Stop()
	for {
		a, err := s.Gate(ctx, p, ref)
		if err != nil || a.Settled() {
			return a, err
		}
		select {
		case <-end.C:
			return a, nil
		case <-ctx.Done():
			return a, ctx.Err()
		case <-again.C:
		}
	}
}
