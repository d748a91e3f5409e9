package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"termijn/internal/record"
)

// Histories reads what the cases' workflows recorded themselves.
type Histories interface {
	// Recorded returns what stands in a case's workflow history.
	Recorded(ctx context.Context, ref string) (Recorded, error)
	// Cases lists the cases that have a workflow history.
	Cases(ctx context.Context) ([]string, error)
}

// Recorded is what stands in a case's workflow history.
type Recorded struct {
	Events []record.Event
	// After is the number of the last event of the runs that retention removed;
	// Events begin after it.
	After int64
	// Gone: no history of the case is available at all.
	Gone bool
	// Running: the workflow has not ended. Busy: somebody works on it, or should,
	// so that its history may lack what the ledger has already.
	Running, Busy bool
	// Status says how the workflow stands, for example "Terminated".
	Status string
}

// withHistories adds the cases that only have a workflow history.
func withHistories(ctx context.Context, refs []string, h Histories) ([]string, error) {
	if h == nil {
		return refs, nil
	}
	more, err := h.Cases(ctx)
	if err != nil {
		return nil, fmt.Errorf("audit: list histories: %w", err)
	}
	refs = append(refs, more...)
	slices.Sort(refs)
	return slices.Compact(refs), nil
}

// history holds a case's events against its workflow's history.
func (a *audit) history(ctx context.Context, ref string, c chain, h Recorded) error {
	if h.Gone {
		a.note(ref, "workflow history not available")
		return nil
	}
	if h.After > 0 {
		a.note(ref, "workflow history of events 1 to %d not available", h.After)
	}
	seen := map[int64]bool{}
	a.confirm(ref, c, h, seen)
	late := missingFrom(c, h, seen)
	for wait := a.settle(); len(late) > 0 && h.Running && time.Now().Before(wait); {
		// The ledger is written before the history; give the workflow its time.
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return err
		}
		var err error
		if h, err = a.options.Histories.Recorded(ctx, ref); err != nil {
			return err
		}
		// By now it may have events after the ledger's snapshot.
		h.Events = slices.DeleteFunc(h.Events, func(e record.Event) bool { return e.Seq > c.last })
		a.confirm(ref, c, h, seen)
		late = missingFrom(c, h, seen)
	}
	tail := len(late) > 0 && late[0] == c.last-int64(len(late))+1
	if len(late) > 0 && h.Running && h.Busy && tail {
		a.note(ref, "events %d to %d do not stand in the workflow history yet: its worker is busy or away", late[0], c.last)
		late = nil
	}
	for _, seq := range late {
		a.find(ref, seq, CheckHistory, "the event stands in the ledger only, not in the workflow history")
	}
	if !h.Running && c.outcome == "" && len(c.hashes) > 0 {
		a.find(ref, 0, CheckHistory, "the workflow has ended (%s), but the case is open", h.Status)
	}
	return nil
}

// confirm compares the events of a history with the ledger's, each once.
func (a *audit) confirm(ref string, c chain, h Recorded, seen map[int64]bool) {
	for _, e := range h.Events {
		if seen[e.Seq] {
			continue
		}
		seen[e.Seq] = true
		switch hash, stands := c.hashes[e.Seq]; {
		case !stands:
			a.find(ref, e.Seq, CheckHistory, "the event stands in the workflow history only, not in the ledger (%s)", e.Kind)
		case hash != e.Hash:
			a.find(ref, e.Seq, CheckHistory, "the ledger has %.12s…, the workflow history %.12s… (%s)", hash, e.Hash, e.Kind)
		default:
			a.InHistory++
		}
	}
}

// missingFrom lists the ledger's events that the history should have and has not.
func missingFrom(c chain, h Recorded, have map[int64]bool) []int64 {
	var late []int64
	for seq := range c.hashes {
		if seq > h.After && !have[seq] {
			late = append(late, seq)
		}
	}
	slices.Sort(late)
	return late
}

func (a *audit) settle() time.Time {
	d := a.options.Settle
	if d == 0 {
		d = 10 * time.Second
	}
	return time.Now().Add(d)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
