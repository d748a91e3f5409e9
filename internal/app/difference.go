package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// FieldChange is a field that reads otherwise now than when somebody saw it.
type FieldChange struct {
	// Field is a path, for example "lines.L1.price".
	Field string
	// Before and Now are empty where the field was not there.
	Before, Now string
}

// Difference says how the content that a decider saw, by its hash, differs from
// what stands in its place now. It folds the case's events, so that it tells
// what the ledger tells. Content that never stood in the case has no difference.
func (s *Service) Difference(ctx context.Context, p identity.Principal, ref, seen string) ([]FieldChange, error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return nil, err
	}
	if row.Process == change.Name {
		return s.changeDifference(ctx, p, ref, seen)
	}
	var (
		view   = json.RawMessage(`{}`)
		path   []string
		before map[string]any
		now    map[string]any
		after  int64
	)
	for {
		events, err := s.Store.Events(ctx, ref, after, eventsShown)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			after = e.Seq
			if e.Effects.Case == nil || e.Effects.Case.View == nil {
				continue
			}
			if view, err = record.Merge(view, e.Effects.Case.View); err != nil {
				return nil, fmt.Errorf("difference in %s: %w", ref, err)
			}
			now = map[string]any{}
			if err := json.Unmarshal(view, &now); err != nil {
				return nil, fmt.Errorf("difference in %s: %w", ref, err)
			}
			if before == nil {
				path, before = withContent(now, seen, nil)
			}
		}
		if len(events) < eventsShown {
			break
		}
	}
	if before == nil {
		return nil, nil
	}
	texts, _, err := s.textsFor(ctx, p, row)
	if err != nil {
		return nil, err
	}
	was, is := map[string]string{}, map[string]string{}
	leaves(was, "", before, texts)
	leaves(is, "", at(now, path), texts)
	return changes(was, is), nil
}

// withContent finds the object that carries a content hash.
func withContent(doc map[string]any, content string, path []string) ([]string, map[string]any) {
	if doc["content"] == content {
		return path, doc
	}
	for _, k := range slices.Sorted(maps.Keys(doc)) {
		// An approval names the content that it is about; it is not that content.
		if child, ok := doc[k].(map[string]any); ok && k != "approval" {
			if found, o := withContent(child, content, append(slices.Clone(path), k)); o != nil {
				return found, o
			}
		}
	}
	return nil, nil
}

func at(doc map[string]any, path []string) any {
	var v any = doc
	for _, k := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

// bookkeeping are fields that nobody decides on.
var bookkeeping = []string{"content", "submitted", "expired"}

func leaves(into map[string]string, path string, v any, texts map[string]string) {
	switch v := v.(type) {
	case nil:
	case map[string]any:
		for k, child := range v {
			if path != "" || !slices.Contains(bookkeeping, k) {
				leaves(into, strings.TrimPrefix(path+"."+k, "."), child, texts)
			}
		}
	case []any:
		for i, child := range v {
			leaves(into, fmt.Sprintf("%s[%d]", path, i), child, texts)
		}
	case string:
		if text, ok := texts[v]; ok {
			v = text
		}
		into[path] = v
	default:
		into[path] = fmt.Sprint(v)
	}
}

func changes(was, is map[string]string) []FieldChange {
	all := map[string]bool{}
	for k := range was {
		all[k] = true
	}
	for k := range is {
		all[k] = true
	}
	var list []FieldChange
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if was[k] != is[k] {
			list = append(list, FieldChange{Field: k, Before: was[k], Now: is[k]})
		}
	}
	return list
}
