package change

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/workflows/casework"
)

// Bounds of what a change holds: in bytes, and in entries of a list.
const (
	longestTitle = 160
	longestLine  = 400
	longestText  = 8000
	mostItems    = 200
	mostSteps    = 100
	mostOthers   = 50
)

// Check refuses a content that no draft can be kept as: nothing must be complete,
// but what there is must fit, and a window must be one (2). It is pure.
func (c Content) Check(p Policy) error {
	var v casework.Invalid
	c.check(&v, p)
	return v.Err()
}

func (c Content) check(v *casework.Invalid, p Policy) {
	v.Check(strings.TrimSpace(c.Title) != "", "content.title", "required")
	v.Check(len(c.Title) <= longestTitle, "content.title", "too_long", "max", strconv.Itoa(longestTitle))
	for _, x := range []struct{ field, value string }{{"client", c.Client}, {"team", c.Team}, {"incident", c.Incident}, {"template", c.Template}} {
		v.Check(len(x.value) <= longestLine, "content."+x.field, "too_long", "max", strconv.Itoa(longestLine))
	}
	for _, x := range []struct{ field, value string }{
		{"reason", c.Reason}, {"impact", c.Impact}, {"risk.text", c.Risk.Text}, {"testPlan", c.TestPlan}, {"backOut.plan", c.BackOut.Plan},
		{"communication", c.Communication}, {"unavailability.text", c.Unavailability.Text}, {"late", c.Late}, {"threat", c.Threat},
	} {
		bounded(v, "content."+x.field, x.value)
	}
	list(v, "content.items", c.Items, mostItems)
	list(v, "content.providers", c.Providers, mostOthers)
	list(v, "content.unavailability.services", c.Unavailability.Services, mostOthers)
	list(v, "content.steps", c.Steps, mostSteps)
	level(v, "content.risk.likelihood", c.Risk.Likelihood)
	level(v, "content.risk.effect", c.Risk.Effect)
	checkWindow(v, p, c)
	if m := c.Migration; m != nil {
		v.Check(slices.Contains(Roadmaps, m.Roadmap), "content.migration.roadmap", "choose_option", "options", strings.Join(Roadmaps, ", "))
		v.Check(strings.TrimSpace(m.Client) != "", "content.migration.client", "required")
	}
}

// checkWindow wants windows that end after they begin and are not too long, and a
// point of no return inside.
func checkWindow(v *casework.Invalid, p Policy, c Content) {
	if !c.From.IsZero() && !c.To.IsZero() {
		v.Check(c.From.Before(c.To), "content.to", "must_be_after_from")
		v.Check(c.To.Sub(c.From) <= time.Duration(p.WindowDays)*24*time.Hour, "content.to", "window_too_long", "days", strconv.Itoa(p.WindowDays))
	}
	u := c.Unavailability
	if !u.From.IsZero() && !u.To.IsZero() {
		v.Check(u.From.Before(u.To), "content.unavailability.to", "must_be_after_from")
		inside := c.From.IsZero() || c.To.IsZero() || !u.From.Before(c.From) && !u.To.After(c.To)
		v.Check(inside, "content.unavailability.from", "outside_the_window")
	}
	if at := c.BackOut.NoReturn; at != nil && !c.From.IsZero() && !c.To.IsZero() {
		v.Check(!at.Before(c.From) && !at.After(c.To), "content.backOut.noReturn", "outside_the_window")
	}
	v.Check(c.BackOut.NoReturn == nil || !c.BackOut.Always, "content.backOut.noReturn", "either_or")
}

// Whole refuses a content that cannot be handed in as a change of a kind at an
// instant: what B-16 asks for and is missing is named, all of it at once.
func (c Content) Whole(kind string, p Policy, at time.Time) error {
	var v casework.Invalid
	c.check(&v, p)
	v.Check(len(c.Items) > 0, "content.items", "required")
	v.Check(!c.From.IsZero(), "content.from", "required")
	v.Check(!c.To.IsZero(), "content.to", "required")
	v.Check(c.To.IsZero() || c.To.After(at), "content.to", "instant_in_the_past")
	if kind != Emergency {
		// An emergency may begin at once.
		v.Check(c.From.IsZero() || !c.From.Before(at), "content.from", "instant_in_the_past")
		needed(&v, "content.testPlan", c.TestPlan)
		needed(&v, "content.communication", c.Communication)
		v.Check(len(c.Steps) > 0, "content.steps", "required")
	}
	needed(&v, "content.reason", c.Reason)
	needed(&v, "content.impact", c.Impact)
	needed(&v, "content.risk.likelihood", c.Risk.Likelihood)
	needed(&v, "content.risk.effect", c.Risk.Effect)
	needed(&v, "content.backOut.plan", c.BackOut.Plan)
	v.Check(c.BackOut.Always || c.BackOut.NoReturn != nil, "content.backOut.noReturn", "required")
	c.wholeUnavailability(&v)
	if kind == Standard {
		v.Check(c.Template != "" && c.TemplateVersion > 0, "content.template", "required")
	}
	if kind == Emergency {
		v.Check(strings.TrimSpace(c.Incident+c.Threat) != "", "content.incident", "incident_or_threat")
	}
	return v.Err()
}

func (c Content) wholeUnavailability(v *casework.Invalid) {
	u := c.Unavailability
	if u.None {
		bare := len(u.Services) == 0 && u.From.IsZero() && u.To.IsZero()
		v.Check(bare, "content.unavailability.none", "either_or")
		return
	}
	v.Check(len(u.Services) > 0, "content.unavailability.services", "required")
	v.Check(!u.From.IsZero(), "content.unavailability.from", "required")
	v.Check(!u.To.IsZero(), "content.unavailability.to", "required")
	needed(v, "content.unavailability.text", u.Text)
}

// Roadmaps in the order in which a form offers them.
var Roadmaps = []string{RoadmapInLine, RoadmapMissing, RoadmapDeviating}

func needed(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
}

func text(v *casework.Invalid, field, value string) {
	needed(v, field, value)
	bounded(v, field, value)
}

func bounded(v *casework.Invalid, field, value string) {
	v.Check(len(value) <= longestText, field, "too_long", "max", strconv.Itoa(longestText))
}

func level(v *casework.Invalid, field, value string) {
	v.Check(value == "" || slices.Contains(RiskLevels, value), field, "choose_option", "options", strings.Join(RiskLevels, ", "))
}

// list wants no more than a number of entries, none empty, none twice.
func list(v *casework.Invalid, field string, entries []string, most int) {
	v.Check(len(entries) <= most, field, "too_many", "max", strconv.Itoa(most))
	for i, e := range entries {
		at := fmt.Sprintf("%s[%d]", field, i)
		needed(v, at, e)
		v.Check(len(e) <= longestLine, at, "too_long", "max", strconv.Itoa(longestLine))
		v.Check(!slices.Contains(entries[:min(i, most)], e), at, "twice")
	}
}
