package collision

import (
	"cmp"
	"slices"

	"termijn/internal/record"
	"termijn/internal/topology"
)

// Planned is a plan with the case that has it.
type Planned struct {
	Ref string
	record.Plan
}

// Look holds one plan against others.
type Look struct {
	own record.Plan
	on  *topology.Map
	// impact and needs are what a change of an own item can disturb, and what can
	// disturb it.
	impact, needs map[string]topology.Set
}

// Of prepares to look from a plan, on the service map as it is.
func Of(own record.Plan, on *topology.Map) *Look {
	l := &Look{own: own, on: on, impact: map[string]topology.Set{}, needs: map[string]topology.Set{}}
	for _, item := range own.Items {
		l.impact[item], l.needs[item] = on.Impact(item), on.Needs(item)
	}
	return l
}

// Related are the items of plans that can collide over one of the own items.
func (l *Look) Related() []string { return l.on.Related(l.own.Items...).List() }

// Near are those, and the items that can disturb the same service that users know.
func (l *Look) Near() []string { return l.on.Near(l.own.Items...).List() }

// With says why the own plan collides with another one. The strongest reason comes
// first; without any the two do not collide.
func (l *Look) With(other Planned) []record.Collision {
	if !l.own.Planned() || !other.Planned() || !l.own.From.Before(other.To) || !other.From.Before(l.own.To) {
		return nil
	}
	c := record.Collision{Other: other.Ref, Provider: other.Provider, Firm: other.Firm, From: later(l.own.From, other.From), To: earlier(l.own.To, other.To)}
	kind, meet := meeting(l.own, other.Plan)
	if !meet {
		return nil
	}
	var all []record.Collision
	if kind == record.CollidesFreeze && (everything(l.own) || everything(other.Plan)) {
		c.Kind = kind
		return []record.Collision{c}
	}
	for _, mine := range ordered(l.own.Items) {
		for _, theirs := range ordered(other.Items) {
			if why := l.relation(mine, theirs, kind); why != "" {
				over := c
				over.Kind, over.Item, over.OtherItem, over.Hidden = why, mine, theirs, l.on.Confidential(theirs)
				all = append(all, over)
			}
		}
	}
	if kind == "" && l.own.Team != "" && l.own.Team == other.Team && l.own.Provider == other.Provider {
		c.Kind = record.CollidesSameTeam
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b record.Collision) int { return cmp.Compare(rank[a.Kind], rank[b.Kind]) })
	return all
}

// relation is why two items make plans collide; kind is that of the plans, or empty
// for two changes, for which it is the items' own.
func (l *Look) relation(mine, theirs, kind string) string {
	related := l.impact[mine][theirs] || l.needs[mine][theirs]
	switch {
	case kind == "" && related:
		return ofItems[l.on.Relation(mine, theirs)]
	case kind == record.CollidesUnavailable && !related:
		// Of the same service that users know, though neither disturbs the other.
		ends := l.on.EndToEnd(mine)
		for end := range l.on.EndToEnd(theirs) {
			if ends[end] {
				return kind
			}
		}
		return ""
	case related:
		return kind
	}
	return ""
}

var ofItems = map[string]string{
	topology.Same:      record.CollidesSameItem,
	topology.Parent:    record.CollidesParent,
	topology.Dependent: record.CollidesDependent,
}

// rank orders reasons, the strongest first.
var rank = map[string]int{record.CollidesFreeze: 1, record.CollidesSameItem: 2, record.CollidesParent: 3, record.CollidesDependent: 4,
	record.CollidesMaintenance: 5, record.CollidesUnavailable: 6, record.CollidesSameTeam: 7}

// meeting says whether plans of two kinds can collide at all, and as what; empty
// for two changes.
func meeting(a, b record.Plan) (kind string, meet bool) {
	if rankOf[a.Kind] > rankOf[b.Kind] {
		a, b = b, a
	}
	switch [2]string{a.Kind, b.Kind} {
	case [2]string{record.PlanChange, record.PlanChange}:
		return "", true
	case [2]string{record.PlanChange, record.PlanFreeze}:
		return record.CollidesFreeze, !slices.Contains(b.Exempt, a.Sort)
	case [2]string{record.PlanMaintenance, record.PlanFreeze}:
		return record.CollidesFreeze, true
	case [2]string{record.PlanChange, record.PlanMaintenance}:
		return record.CollidesMaintenance, true
	case [2]string{record.PlanChange, record.PlanNotice}, [2]string{record.PlanNotice, record.PlanNotice}:
		return record.CollidesUnavailable, true
	}
	return "", false
}

var rankOf = map[string]int{record.PlanChange: 1, record.PlanMaintenance: 2, record.PlanFreeze: 3, record.PlanNotice: 4}

// everything reports whether a plan is a freeze without items: it holds for all.
func everything(p record.Plan) bool { return p.Kind == record.PlanFreeze && len(p.Items) == 0 }

func ordered(items []string) []string {
	all := slices.Clone(items)
	slices.Sort(all)
	return slices.Compact(all)
}
