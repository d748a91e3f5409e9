package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/takeover"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// TakeOver takes another tool's incidents over as cases with their own history
// (N-09). It can be stopped at any point and run again: what is there already is
// left alone, what was half done is finished.
type TakeOver struct {
	Service *Service
	// Source names the tool, for example "servicenow".
	Source string
	// Parallel is how many cases are under way at once.
	Parallel int
	// Progress is told of every case that stands in the ledger; it may be nil.
	Progress func(done int)
}

// Taken counts what a take-over did.
type Taken struct {
	// New cases, and those that an earlier run had taken over.
	New, Already int
}

// Run takes the incidents over. Its error names the first that failed; the others
// under way are finished.
func (t TakeOver) Run(ctx context.Context, incidents []takeover.Incident) (Taken, error) {
	done, err := t.Service.Store.TakenOver(ctx, t.claimant())
	if err != nil {
		return Taken{}, err
	}
	var todo []takeover.Incident
	for _, inc := range incidents {
		if !done[inc.Number] {
			todo = append(todo, inc)
		}
	}
	result := Taken{Already: len(incidents) - len(todo)}
	t.tell(result.Already)
	refs, err := t.claim(ctx, todo)
	if err != nil {
		return result, err
	}
	queue := make(chan takeover.Incident)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range max(t.Parallel, 1) {
		workers.Go(func() {
			for inc := range queue {
				if err := t.one(ctx, refs[inc.Number], inc); err != nil {
					stop(fmt.Errorf("take over %s: %w", inc.Number, err))
					continue
				}
				mu.Lock()
				result.New++
				t.tell(result.Already + result.New)
				mu.Unlock()
			}
		})
	}
	for _, inc := range todo {
		select {
		case queue <- inc:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	return result, context.Cause(ctx)
}

func (t TakeOver) tell(done int) {
	if t.Progress != nil {
		t.Progress(done)
	}
}

// claimant is who claims references for a tool. No person is called that.
func (t TakeOver) claimant() string { return "import/" + t.Source }

// claimsAtATime bounds one statement.
const claimsAtATime = 1000

// claim gives the incidents their references, in their order.
func (t TakeOver) claim(ctx context.Context, incidents []takeover.Incident) (map[string]string, error) {
	refs := map[string]string{}
	for from := 0; from < len(incidents); from += claimsAtATime {
		var claims []ledger.Claim
		for _, inc := range incidents[from:min(from+claimsAtATime, len(incidents))] {
			claims = append(claims, ledger.Claim{Person: t.claimant(), Key: inc.Number, Digest: inc.Number, Prefix: incident.Prefix,
				Year: inc.Opened.In(t.Service.zone()).Year()})
		}
		if err := t.Service.Store.ClaimAll(ctx, claims, refs); err != nil {
			return nil, err
		}
	}
	return refs, nil
}

// one takes an incident over and returns when all of it is recorded.
func (t TakeOver) one(ctx context.Context, ref string, inc takeover.Incident) error {
	start, err := t.start(ref, inc)
	if err != nil {
		return err
	}
	s := t.Service
	options := client.StartWorkflowOptions{
		ID: WorkflowID(ref), TaskQueue: s.TaskQueue, StaticSummary: ref,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}
	if n := len(inc.Facts); n == 0 || inc.Facts[n-1].Kind != takeover.Closed {
		_, err := s.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
			StartWorkflowOperation: s.Temporal.NewWithStartWorkflowOperation(options, incident.Name, start),
			UpdateOptions:          client.UpdateWorkflowOptions{UpdateName: casework.UpdateRegistered, WaitForStage: client.WorkflowUpdateStageCompleted},
		})
		return ended(err)
	}
	run, err := s.Temporal.ExecuteWorkflow(ctx, options, incident.Name, start)
	if err != nil {
		return ended(err)
	}
	return run.Get(ctx, nil)
}

// ended is nil for a case that has ended already.
func ended(err error) error {
	var again *serviceerror.WorkflowExecutionAlreadyStarted
	var gone *serviceerror.NotFound
	if errors.As(err, &again) || errors.As(err, &gone) {
		return nil
	}
	return err
}

// start is the case as it begins in the product. It keeps the policy of today: the
// one of the time of the log was never agreed here.
func (t TakeOver) start(ref string, inc takeover.Incident) (casework.Start[incident.State], error) {
	s := t.Service
	inside, err := s.insideHours(inc.Opened)
	if err != nil {
		return casework.Start[incident.State]{}, err
	}
	service, _ := s.Policy.Incident.Service(inc.Service)
	own := incident.State{
		Report: incident.Report{Title: inc.Title, Service: inc.Service, Category: inc.Category, Item: inc.Item, Impact: inc.Impact,
			Urgency: inc.Urgency, Channel: inc.Channel, Client: inc.Client},
		Policy: incidentPolicy(s.Policy.Incident, inside, service.Always), Inside: inside, Always: service.Always, Priority: inc.Priority,
		Handler: casework.Handler{Team: inc.Team.ID, Org: inc.Team.Org},
		Origin:  &incident.Origin{Source: t.Source, Number: inc.Number, Reporter: inc.Reporter},
	}
	own.Relations = relationsOf(inc)
	if err := plain(own); err != nil {
		return casework.Start[incident.State]{}, err
	}
	taken := &casework.Taken{Source: t.Source, Opened: inc.Opened.UTC()}
	for _, f := range inc.Facts {
		body, err := json.Marshal(incident.Told{Line: f.Line, Team: f.Team.ID, Org: f.Team.Org, Agent: f.Agent, Reason: f.Reason,
			Priority: f.Priority, Impact: f.Impact, Urgency: f.Urgency, Code: f.Code})
		if err != nil {
			return casework.Start[incident.State]{}, err
		}
		taken.Facts = append(taken.Facts, casework.Fact{At: f.At.UTC(), Kind: f.Kind, Body: body})
	}
	return casework.Start[incident.State]{Taken: taken, State: casework.State[incident.State]{
		Ref: ref, Process: incident.Name, Version: incident.Version, Title: inc.Title, Time: s.Time,
		Parties:     record.Parties{Client: inc.Client},
		Definitions: s.Policy.Definitions.For(incident.Name, calendar.DateOf(s.Time.Now(), s.zone())),
		Own:         own,
	}}, nil
}

// relationsOf are the cases of the other tool that an incident names.
func relationsOf(inc takeover.Incident) map[string]incident.Related {
	all := map[string]incident.Related{}
	for _, r := range []struct{ kind, ref string }{{"problem", inc.References.Problem}, {"change", inc.References.Change}, {"caused_by", inc.References.CausedBy}} {
		if r.ref != "" {
			all[fmt.Sprintf("R%d", len(all)+1)] = incident.Related{Kind: r.kind, Ref: r.ref, At: inc.Opened.UTC()}
		}
	}
	return all
}

// TakeOverPolicy is what a reading of another tool's log needs of the policy to
// say what must come out.
func (s *Service) TakeOverPolicy(now time.Time) takeover.Policy {
	c := s.Policy.Incident
	return takeover.Policy{
		Definitions: s.Policy.Definitions.For(incident.Name, calendar.DateOf(now, s.zone())),
		Definition:  c.Definition,
		Always:      func(service string) bool { x, _ := c.Service(service); return x.Always },
		Calendar:    s.Policy.Calendars.CurrentAt,
	}
}

// Found is what stands in the ledger of what was taken over, in the figures of a
// reconciliation.
func (t TakeOver) Found(ctx context.Context, expected takeover.Reconciliation, at time.Time) (takeover.Reconciliation, error) {
	var definitions []string
	for d := range expected.Clocks {
		definitions = append(definitions, d)
	}
	f, err := t.Service.Store.FoundTakeOver(ctx, t.claimant(), definitions, at)
	if err != nil {
		return takeover.Reconciliation{}, err
	}
	found := takeover.Reconciliation{Incidents: f.Incidents, Cases: f.Cases, HandOvers: f.HandOvers, Crossings: f.Crossings,
		Reopenings: f.Reopenings, Clocks: f.Clocks, Waits: map[string]takeover.Wait{}}
	// The time between a resolution and its reopening stands among an incident's
	// waits; it is none of those that a log tells.
	delete(f.Waits, incident.MeanwhileResolved)
	for reason, w := range f.Waits {
		found.Waits[reason] = takeover.Wait{Count: w.Count, Seconds: w.Seconds}
	}
	return found, nil
}
