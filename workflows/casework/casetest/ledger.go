package casetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Ledger keeps in memory what a case writes, as the real one does: sealed by the
// same code, idempotent on the number. It checks each event on its way in.
type Ledger struct {
	// Fail, when set, is asked before an event is written; its error is what the
	// activity returns. try counts the attempts for this number from 1.
	Fail func(b record.Batch, try int) error

	calendars *calendar.Book
	began     atomic.Int64
	mu        sync.Mutex
	events    []record.Event
	batches   []record.Batch
	tries     map[int64]int
	faults    []string
	view      json.RawMessage
}

// NewLedger returns an empty ledger.
func NewLedger(calendars *calendar.Book) *Ledger {
	return &Ledger{calendars: calendars, tries: map[int64]int{}}
}

// RecordEvent is the recording activity.
func (l *Ledger) RecordEvent(_ context.Context, b record.Batch) (record.Event, error) {
	l.began.Add(1)
	l.mu.Lock()
	l.tries[b.Event.Seq]++
	try := l.tries[b.Event.Seq]
	l.mu.Unlock()
	if l.Fail != nil {
		if err := l.Fail(b, try); err != nil {
			return record.Event{}, err
		}
	}
	return l.Write(b)
}

// Write writes an event. Called from Fail, which then returns an error, it does
// what a worker does that dies before it can tell the case.
func (l *Ledger) Write(b record.Batch) (record.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := int64(len(l.events))
	if b.Event.Seq >= 1 && b.Event.Seq <= n {
		return l.events[b.Event.Seq-1], nil
	}
	e, payload, err := ledger.Seal(l.calendars, b)
	if err != nil {
		// The real activity would be tried for ever.
		l.faults = append(l.faults, err.Error())
		return record.Event{}, err
	}
	l.check(b, e, payload)
	l.events, l.batches = append(l.events, e), append(l.batches, b)
	return e, nil
}

// check notes what is wrong with a new event.
func (l *Ledger) check(b record.Batch, e record.Event, payload []byte) {
	wrong := func(format string, args ...any) {
		l.faults = append(l.faults, fmt.Sprintf("event %d %s: ", e.Seq, e.Kind)+fmt.Sprintf(format, args...))
	}
	prev, last := "", e.At
	if n := len(l.events); n > 0 {
		prev, last = l.events[n-1].Hash, l.events[n-1].At
	}
	if e.Seq != int64(len(l.events))+1 || e.Prev != prev || e.Hash != record.HashOf(payload) {
		wrong("does not continue the chain")
	}
	if e.At.Before(last) {
		wrong("holds at %s, before the event before it", e.At)
	}
	if e.Recorded.Before(e.At) {
		wrong("is recorded before it holds")
	}
	if c := e.Effects.Case; c != nil && c.View != nil {
		merged, err := record.Merge(l.view, c.View)
		if err != nil {
			wrong("patch: %v", err)
		}
		l.view = merged
	}
	if l.view == nil {
		l.view = json.RawMessage("{}") // as the read row begins
	}
	if !sameJSON(l.view, b.View) {
		wrong("the patches fold to %s and not to the view %s", l.view, b.View)
	}
}

func sameJSON(a, b json.RawMessage) bool {
	norm := func(raw json.RawMessage) []byte {
		var v any
		if json.Unmarshal(raw, &v) != nil {
			return nil
		}
		out, err := json.Marshal(v)
		if err != nil {
			return nil
		}
		return out
	}
	return bytes.Equal(norm(a), norm(b))
}

// Events returns what is written, oldest first.
func (l *Ledger) Events() []record.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]record.Event(nil), l.events...)
}

// Batches returns what was sent, oldest first.
func (l *Ledger) Batches() []record.Batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]record.Batch(nil), l.batches...)
}

// Faults returns what was wrong with the events.
func (l *Ledger) Faults() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.faults...)
}
