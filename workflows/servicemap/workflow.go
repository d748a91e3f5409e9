package servicemap

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{Kept: {Edit.Name}}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Kept,
	Transitions: transitions,
	Opened:      begin,
	Due:         func(*turn, record.Clock) {},
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Waiting:     func(*casework.State[State]) string { return "waits for an edit of the map (B-17)" },
}

// Workflow is the service map. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Edit, checkEdit, edit) // 2 to 5
	return c.Run(ctx, Name)
}

// Opened is the state of a new map as its opener gives it to the case.
func Opened(items map[string]Item) State { return State{Items: items} }

// begin is sentence 1.
func begin(t *turn) {
	t.Own.Number, t.Own.Since = 1, t.At
	t.Say("servicemap.opened", map[string]any{"version": 1, "items": len(t.Own.Items)})
}

func checkEdit(s *situation, e Edition) error { return e.Check(s.Own) }

// longestReason bounds an edition's reason, bytes.
const longestReason = 4000

// Check refuses an edition that the map as it is does not allow. It is pure.
func (e Edition) Check(own State) error {
	if e.Seen != own.Number {
		return casework.Refuse(casework.CodeStale, "seen", strconv.Itoa(e.Seen), "current", strconv.Itoa(own.Number))
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(e.Reason) != "", "reason", "required")
	v.Check(len(e.Reason) <= longestReason, "reason", "too_long", "max", fmt.Sprint(longestReason))
	next := topology.Edited(own.Items, e.Put, e.Remove)
	v.Check(len(next) <= topology.MostItems, "put", "too_many", "max", fmt.Sprint(topology.MostItems))
	v.Check(len(topology.Between(own.Items, next).Items()) > 0, "put", "map_unchanged")
	at := map[string]string{}
	for i, item := range e.Put {
		path := fmt.Sprintf("put[%d]", i)
		_, twice := at[item.ID]
		v.Check(!twice, path+".id", "named_twice", "item", item.ID)
		at[item.ID] = path
	}
	for i, id := range e.Remove {
		path := fmt.Sprintf("remove[%d]", i)
		_, there := own.Items[id]
		v.Check(there, path, "no_such_item", "item", id)
		v.Check(at[id] == "" && !slices.Contains(e.Remove[:i], id), path, "named_twice", "item", id)
	}
	checkItems(&v, e, next, at)
	return v.Err()
}

// checkItems is sentence 3, for the map as it would be. What is wrong with an item
// that the edition leaves alone lies with what it takes away.
func checkItems(v *casework.Invalid, e Edition, next map[string]Item, at map[string]string) {
	for _, f := range topology.Check(next) {
		if path, put := at[f.ID]; put {
			v.Add(path+"."+f.Field, f.Code, f.Args...)
			continue
		}
		if f.Code != "no_such_item" {
			continue // a circle also goes through an item that the edition puts
		}
		if n := slices.Index(e.Remove, f.Args[1]); n >= 0 {
			v.Add(fmt.Sprintf("remove[%d]", n), "still_needed", "item", f.Args[1], "by", f.ID)
		}
	}
}

// edit is sentences 2, 4 and 5.
func edit(t *turn, e Edition) {
	before, after := t.Own.Items, topology.Edited(t.Own.Items, e.Put, e.Remove)
	d := topology.Between(before, after)
	removed := maps.Clone(t.Own.Removed)
	if removed == nil {
		removed = map[string]Item{}
	}
	for _, id := range d.Removed {
		removed[id] = before[id]
	}
	for _, id := range d.Added {
		delete(removed, id)
	}
	t.Own.Number++
	t.Own.Since, t.Own.Items, t.Own.Removed = t.At, after, removed
	t.Say("servicemap.edited", map[string]any{"version": t.Own.Number, "added": d.Added, "changed": d.Changed, "removed": d.Removed, "reason": e.Reason})
	edited := d.Items()
	near := topology.New(before).Near(edited...)
	maps.Copy(near, topology.New(after).Near(edited...))
	t.Send(fmt.Sprintf("touched/%d", t.Own.Number), record.TouchedActivity, record.TouchedAsked{Items: near.List()})
}
