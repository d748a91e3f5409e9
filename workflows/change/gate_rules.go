package change

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Reasons for which the gate does not open at once.
const (
	// ReasonNoFrame: no frame in force covers the service and the environment.
	ReasonNoFrame = "no_frame"
	// ReasonFrameLost: the frame was set back to normal, or is used no more (B-35).
	ReasonFrameLost = "frame_lost"
	// ReasonMissing and ReasonFailed: evidence that the frame asks for (kind).
	ReasonMissing = "evidence_missing"
	ReasonFailed  = "evidence_failed"
	// ReasonTooLong: it lasts longer than the frame allows (minutes, max).
	ReasonTooLong = "too_long"
	// ReasonHours and ReasonDay: the frame is closed now (from, to).
	ReasonHours = "outside_hours"
	ReasonDay   = "not_a_working_day"
	// ReasonFreeze: nothing may be changed (ref, until).
	ReasonFreeze = "freeze"
	// ReasonCollision: something else that is approved collides (ref, kind).
	ReasonCollision = "collision"
	// ReasonDecide: the frame asks for a decision each time.
	ReasonDecide = "decision_needed"
	// ReasonRejected: the Service Integrator said no.
	ReasonRejected = "rejected"
	// ReasonUndecided: nobody decided in time.
	ReasonUndecided = "undecided"
	// ReasonOver and ReasonReviewed: the same deployment was allowed before and has not
	// ended: its window is over and nothing was reported (ref, until), or it did not
	// succeed and is reviewed (ref).
	ReasonOver     = "window_over"
	ReasonReviewed = "in_review"
)

// GateReasons are all codes.
var GateReasons = []string{ReasonNoFrame, ReasonFrameLost, ReasonMissing, ReasonFailed, ReasonTooLong, ReasonHours, ReasonDay, ReasonFreeze,
	ReasonCollision, ReasonDecide, ReasonRejected, ReasonUndecided, ReasonOver, ReasonReviewed}

// Bounds of what a pipeline sends.
const (
	mostEvidence   = 50
	longestName    = 160
	longestLink    = 400
	defaultMinutes = 15
	// mostMinutes is the longest that a frame can allow.
	mostMinutes = 31 * 24 * 60
)

// Check refuses a deployment that says too little, or contradicts itself. It is
// pure; the application service calls it before a case begins.
func (d Deployment) Check() error {
	var v casework.Invalid
	for _, f := range []struct{ field, text string }{{"service", d.Service}, {"environment", d.Environment}, {"commit", d.Commit}} {
		v.Check(strings.TrimSpace(f.text) != "", f.field, "required")
		v.Check(len(f.text) <= longestName, f.field, "too_long", "max", strconv.Itoa(longestName))
	}
	v.Check(len(d.Pipeline) <= longestLink, "pipeline", "too_long", "max", strconv.Itoa(longestLink))
	v.Check(d.Minutes >= 0 && d.Minutes <= mostMinutes, "minutes", "between", "min", "1", "max", strconv.Itoa(mostMinutes))
	v.Check(len(d.Evidence) <= mostEvidence, "evidence", "too_many", "max", strconv.Itoa(mostEvidence))
	for i, e := range d.Evidence {
		at := fmt.Sprintf("evidence[%d].", i)
		v.Check(strings.TrimSpace(e.Kind) != "", at+"kind", "required")
		v.Check(len(e.Kind) <= longestName, at+"kind", "too_long", "max", strconv.Itoa(longestName))
		v.Check(len(e.Link) <= longestLink, at+"link", "too_long", "max", strconv.Itoa(longestLink))
		v.Check(e.Failed >= 0 && e.Total >= 0 && (e.Total == 0 || e.Failed <= e.Total), at+"failed", "more_failed")
		v.Check(!e.Passed || e.Failed == 0, at+"passed", "passed_but_failed")
	}
	return v.Err()
}

// Lasts is how long the deployment may take: what was asked, or what the product
// assumes.
func (d Deployment) Lasts() time.Duration {
	minutes := d.Minutes
	if minutes == 0 {
		minutes = defaultMinutes
	}
	return time.Duration(minutes) * time.Minute
}

// weigh is sentence 10: what the gate answers to a deployment, and why not at once.
// Of collisions only those with something approved or announced count.
func weigh(d Deployment, f record.GateFacts, collisions map[string]record.Collision) (answer string, reasons []GateReason) {
	refused := bounds(d, f)
	var others []GateReason
	for _, key := range slices.Sorted(maps.Keys(collisions)) {
		switch c := collisions[key]; {
		case !c.Firm:
		case c.Kind == record.CollidesFreeze:
			refused = append(refused, reason(ReasonFreeze, "ref", c.Other, "until", c.To.UTC().Format(time.RFC3339)))
		default:
			others = append(others, reason(ReasonCollision, "ref", c.Other, "kind", c.Kind))
		}
	}
	switch {
	case len(refused) > 0:
		return GateRefused, refused
	case f.Frame.Decide == "always":
		return GateWait, append(others, reason(ReasonDecide))
	case len(others) == 0:
		return GateAllowed, nil
	case f.Frame.Decide == "collision":
		return GateWait, others
	}
	return GateRefused, others
}

// bounds holds a deployment against its frame.
func bounds(d Deployment, f record.GateFacts) []GateReason {
	frame := f.Frame
	switch {
	case f.Lost:
		return []GateReason{reason(ReasonFrameLost)}
	case frame == nil || !f.Covered || !slices.Contains(frame.Environments, d.Environment):
		return []GateReason{reason(ReasonNoFrame, "service", d.Service, "environment", d.Environment)}
	}
	var all []GateReason
	for _, kind := range frame.Evidence {
		if r := proven(d.Evidence, kind); r != "" {
			all = append(all, reason(r, "kind", kind))
		}
	}
	if minutes := int(d.Lasts() / time.Minute); minutes > frame.Minutes {
		all = append(all, reason(ReasonTooLong, "minutes", strconv.Itoa(minutes), "max", strconv.Itoa(frame.Minutes)))
	}
	if !open(frame.FromHour, frame.ToHour, f.Hour) {
		all = append(all, reason(ReasonHours, "from", strconv.Itoa(frame.FromHour), "to", strconv.Itoa(frame.ToHour)))
	}
	if frame.WorkingDays && !f.WorkingDay {
		all = append(all, reason(ReasonDay))
	}
	return all
}

// proven says what is wrong with the evidence of a kind: all that was presented of
// it must have passed, and something must have been.
func proven(evidence []Evidence, kind string) string {
	wrong := ReasonMissing
	for _, e := range evidence {
		switch {
		case e.Kind != kind:
		case !e.Passed || e.Failed > 0:
			return ReasonFailed
		default:
			wrong = ""
		}
	}
	return wrong
}

// open reports whether an hour lies from one hour until before another, over
// midnight when the last comes first, and always when they are equal.
func open(from, to, hour int) bool {
	switch {
	case from == to:
		return true
	case from < to:
		return hour >= from && hour < to
	}
	return hour >= from || hour < to
}

func reason(code string, pairs ...string) GateReason {
	r := GateReason{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if r.Args == nil {
			r.Args = map[string]string{}
		}
		r.Args[pairs[i]] = pairs[i+1]
	}
	return r
}
