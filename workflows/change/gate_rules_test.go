package change

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

func aDeployment() Deployment {
	return Deployment{Service: "burgerloket", Environment: "productie", Commit: "4f1c2a9", Minutes: 20,
		Evidence: []Evidence{{Kind: "unit", Passed: true, Total: 200}, {Kind: "security-scan", Passed: true}}}
}

func someFacts() record.GateFacts {
	return record.GateFacts{Covered: true, Hour: 10, WorkingDay: true, CalendarVersion: 1, Frame: &record.Frame{Ref: "STD-2026-000001", Version: 2, Minutes: 30,
		Environments: []string{"test", "productie"}, Evidence: []string{"unit", "security-scan"}, FromHour: 8, ToHour: 18, WorkingDays: true, Decide: "collision"}}
}

func codesOf(reasons []GateReason) []string {
	var all []string
	for _, r := range reasons {
		all = append(all, r.Code)
	}
	return all
}

// Sentence 10: within the frame it is allowed; everything that is not is named.
func TestTheGateHoldsADeploymentAgainstItsFrame(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		change  func(*Deployment, *record.GateFacts)
		reasons []string
	}{
		"within the frame":              {func(*Deployment, *record.GateFacts) {}, nil},
		"exactly as long as it may":     {func(d *Deployment, _ *record.GateFacts) { d.Minutes = 30 }, nil},
		"no minutes: what is assumed":   {func(d *Deployment, _ *record.GateFacts) { d.Minutes = 0 }, nil},
		"the first hour":                {func(_ *Deployment, f *record.GateFacts) { f.Hour = 8 }, nil},
		"no frame":                      {func(_ *Deployment, f *record.GateFacts) { f.Frame = nil }, []string{ReasonNoFrame}},
		"another service":               {func(_ *Deployment, f *record.GateFacts) { f.Covered = false }, []string{ReasonNoFrame}},
		"another environment":           {func(d *Deployment, _ *record.GateFacts) { d.Environment = "acceptatie" }, []string{ReasonNoFrame}},
		"set back":                      {func(_ *Deployment, f *record.GateFacts) { f.Frame, f.Lost = nil, true }, []string{ReasonFrameLost}},
		"no evidence":                   {func(d *Deployment, _ *record.GateFacts) { d.Evidence = nil }, []string{ReasonMissing, ReasonMissing}},
		"evidence that failed":          {func(d *Deployment, _ *record.GateFacts) { d.Evidence[1].Passed = false }, []string{ReasonFailed}},
		"failed beside one that passed": {func(d *Deployment, _ *record.GateFacts) { d.Evidence = append(d.Evidence, Evidence{Kind: "unit"}) }, []string{ReasonFailed}},
		"too long":                      {func(d *Deployment, _ *record.GateFacts) { d.Minutes = 31 }, []string{ReasonTooLong}},
		"the hour after the last":       {func(_ *Deployment, f *record.GateFacts) { f.Hour = 18 }, []string{ReasonHours}},
		"a holiday":                     {func(_ *Deployment, f *record.GateFacts) { f.WorkingDay = false }, []string{ReasonDay}},
		"everything at once": {func(d *Deployment, f *record.GateFacts) {
			d.Evidence, d.Minutes, f.Hour, f.WorkingDay = d.Evidence[:1], 60, 3, false
		}, []string{ReasonMissing, ReasonTooLong, ReasonHours, ReasonDay}},
	} {
		d, f := aDeployment(), someFacts()
		c.change(&d, &f)
		answer, reasons := weigh(d, f, nil)
		require.Equal(t, c.reasons, codesOf(reasons), what)
		require.Equal(t, map[bool]string{true: GateAllowed, false: GateRefused}[c.reasons == nil], answer, what)
	}
}

// Sentence 10: a freeze refuses; what else collides waits, or is refused, as the
// frame says; what is only asked for does not count.
func TestTheGateAndWhatCollides(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 3, 9, 22, 0, 0, 0, time.UTC)
	freeze := record.Collision{Other: "FRZ-2026-000001", Kind: record.CollidesFreeze, To: until, Firm: true}
	other := record.Collision{Other: "CHG-2026-000009", Kind: record.CollidesSameItem, Item: "burgerloket", Firm: true}
	asked := record.Collision{Other: "CHG-2026-000010", Kind: record.CollidesSameItem, Item: "burgerloket"}
	for what, c := range map[string]struct {
		decide string
		with   []record.Collision
		answer string
		codes  []string
	}{
		"nothing":                            {"collision", nil, GateAllowed, nil},
		"something asked for":                {"collision", []record.Collision{asked}, GateAllowed, nil},
		"something approved":                 {"collision", []record.Collision{asked, other}, GateWait, []string{ReasonCollision}},
		"a freeze":                           {"collision", []record.Collision{freeze}, GateRefused, []string{ReasonFreeze}},
		"a freeze beside another":            {"collision", []record.Collision{other, freeze}, GateRefused, []string{ReasonFreeze}},
		"nobody decides":                     {"never", []record.Collision{other}, GateRefused, []string{ReasonCollision}},
		"nobody needs to":                    {"never", []record.Collision{asked}, GateAllowed, nil},
		"always":                             {"always", nil, GateWait, []string{ReasonDecide}},
		"always, with something approved":    {"always", []record.Collision{other}, GateWait, []string{ReasonCollision, ReasonDecide}},
		"always, but nothing may be changed": {"always", []record.Collision{freeze}, GateRefused, []string{ReasonFreeze}},
	} {
		f := someFacts()
		f.Frame.Decide = c.decide
		collisions := map[string]record.Collision{}
		for _, x := range c.with {
			collisions[x.Key()] = x
		}
		answer, reasons := weigh(aDeployment(), f, collisions)
		require.Equal(t, c.answer, answer, what)
		require.Equal(t, c.codes, codesOf(reasons), what)
	}
	_, reasons := weigh(aDeployment(), someFacts(), map[string]record.Collision{freeze.Key(): freeze})
	require.Equal(t, map[string]string{"ref": "FRZ-2026-000001", "until": "2026-03-09T22:00:00Z"}, reasons[0].Args)
}

// Whatever comes, the gate answers, and never opens without every kind of evidence,
// nor in a freeze.
func TestTheGateNeverOpensAgainstItsFrame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kinds := []string{"unit", "security-scan", "e2e"}
		d, f := aDeployment(), someFacts()
		d.Evidence = nil
		passed := map[string]bool{}
		for _, kind := range kinds {
			for range rapid.IntRange(0, 2).Draw(t, kind) {
				ok := rapid.Bool().Draw(t, "passed")
				before, some := passed[kind]
				passed[kind] = ok && (before || !some)
				d.Evidence = append(d.Evidence, Evidence{Kind: kind, Passed: ok})
			}
		}
		f.Frame.Evidence = kinds[:rapid.IntRange(1, 3).Draw(t, "asked")]
		f.Frame.Decide = rapid.SampledFrom([]string{"never", "collision", "always"}).Draw(t, "decide")
		frozen := rapid.Bool().Draw(t, "frozen")
		collisions := map[string]record.Collision{}
		if frozen {
			collisions["x"] = record.Collision{Other: "x", Kind: record.CollidesFreeze, Firm: true}
		}
		answer, reasons := weigh(d, f, collisions)
		all := !slices.ContainsFunc(f.Frame.Evidence, func(kind string) bool { return !passed[kind] })
		switch {
		case frozen || !all:
			require.Equal(t, GateRefused, answer)
		case f.Frame.Decide == "always":
			require.Equal(t, GateWait, answer)
		default:
			require.Equal(t, GateAllowed, answer)
		}
		require.Equal(t, answer == GateAllowed, len(reasons) == 0, "every other answer says why")
	})
}

func TestADeploymentThatSaysTooLittleIsRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, aDeployment().Check())
	for field, c := range map[string]struct {
		code   string
		change func(*Deployment)
	}{
		"service":            {"required", func(d *Deployment) { d.Service = " " }},
		"environment":        {"required", func(d *Deployment) { d.Environment = "" }},
		"commit":             {"too_long", func(d *Deployment) { d.Commit = string(make([]byte, 161)) }},
		"minutes":            {"between", func(d *Deployment) { d.Minutes = -1 }},
		"evidence[0].kind":   {"required", func(d *Deployment) { d.Evidence[0].Kind = "" }},
		"evidence[0].failed": {"more_failed", func(d *Deployment) { d.Evidence[0] = Evidence{Kind: "unit", Failed: 3, Total: 2} }},
		"evidence[0].passed": {"passed_but_failed", func(d *Deployment) { d.Evidence[0].Failed = 1 }},
		"evidence":           {"too_many", func(d *Deployment) { d.Evidence = make([]Evidence, 51) }},
	} {
		d := aDeployment()
		c.change(&d)
		refusal, ok := casework.RefusalOf(d.Check())
		require.True(t, ok, field)
		require.Contains(t, refusal.Fields, casework.FieldError{Field: field, Code: c.code, Args: refusal.Fields[slices.IndexFunc(refusal.Fields, func(e casework.FieldError) bool { return e.Field == field })].Args}, field)
	}
}
