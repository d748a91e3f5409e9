package problem

import (
	"slices"

	"termijn/internal/record"
)

// What readers of a problem ask, answered by the rules that the process itself
// follows. Nothing here changes anything.

// Why the root-cause time of a problem does not count (C-27).
const (
	NotCritical  = "not_critical"
	NotByUser    = "not_by_user"
	FoundOutside = "found_outside"
)

// Uncounted says why the time to the root cause is not in the metric (C-25,
// C-27); empty when it is.
func (s State) Uncounted() string {
	switch {
	case s.Origin.Incident == "":
		return NotCritical
	case !s.Origin.ByUser:
		return NotByUser
	case s.Outside != "":
		return FoundOutside
	}
	return ""
}

// CausedByChange reports whether the problem's incident counts as one that a
// change caused (C-28): a critical one, by a provider of the ecosystem (C-29).
func (s State) CausedByChange() bool {
	return s.Origin.Incident != "" && s.Cause != nil && s.Cause.Kind == CauseChange && s.Cause.ChangeBy == ByProvider
}

// What a finding means for the price correction of the Service Integrator (C-30).
const (
	CorrectionNone      = "none"
	CorrectionStays     = "stays"
	CorrectionUndecided = "undecided"
)

// Correction is what the finding says on the price correction for an incident
// that a change caused (C-30); empty when no such incident counts.
func (s State) Correction() string {
	if !s.CausedByChange() {
		return ""
	}
	switch s.Cause.Finding {
	case FindingDeviated:
		return CorrectionNone
	case FindingDescribed, FindingCommunicated:
		return CorrectionStays
	}
	return CorrectionUndecided
}

// links are the incidents of an origin, each once.
func (o Origin) links() []record.Link {
	var all []record.Link
	for _, ref := range append([]string{o.Incident}, o.Incidents...) {
		l := record.Link{Kind: LinkExplains, Ref: ref}
		if ref != "" && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}
