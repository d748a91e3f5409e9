package record

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Patch returns the RFC 7396 merge patch that turns one JSON object into
// another, or nil when they are equal. Objects must hold no null values:
// a merge patch cannot express them.
func Patch(from, to json.RawMessage) (json.RawMessage, error) {
	a, err := object(from)
	if err != nil {
		return nil, err
	}
	b, err := object(to)
	if err != nil {
		return nil, err
	}
	d := diff(a, b)
	if len(d) == 0 {
		return nil, nil
	}
	return json.Marshal(d)
}

// Merge applies an RFC 7396 merge patch to a JSON object.
func Merge(doc, patch json.RawMessage) (json.RawMessage, error) {
	a, err := object(doc)
	if err != nil {
		return nil, err
	}
	p, err := object(patch)
	if err != nil {
		return nil, err
	}
	return json.Marshal(merge(a, p))
}

func object(raw json.RawMessage) (map[string]any, error) {
	m := map[string]any{}
	if len(raw) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("merge patch: not an object: %w", err)
	}
	return m, nil
}

func diff(a, b map[string]any) map[string]any {
	d := map[string]any{}
	for k := range a {
		if _, ok := b[k]; !ok {
			d[k] = nil
		}
	}
	for k, bv := range b {
		av, had := a[k]
		if had && reflect.DeepEqual(av, bv) {
			continue
		}
		am, aok := av.(map[string]any)
		bm, bok := bv.(map[string]any)
		if aok && bok {
			d[k] = diff(am, bm)
			continue
		}
		d[k] = bv
	}
	return d
}

func merge(a, p map[string]any) map[string]any {
	for k, pv := range p {
		if pv == nil {
			delete(a, k)
			continue
		}
		pm, ok := pv.(map[string]any)
		if !ok {
			a[k] = pv
			continue
		}
		am, _ := a[k].(map[string]any)
		if am == nil {
			am = map[string]any{}
		}
		a[k] = merge(am, pm)
	}
	return a
}
