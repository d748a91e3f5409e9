package portal

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"termijn/workflows/change"
)

// The steps of a change's form, in order. What each asks for is a part of B-16.
const (
	stepWhat          = "what"
	stepScope         = "scope"
	stepWindow        = "window"
	stepImpact        = "impact"
	stepBackOut       = "backout"
	stepCommunication = "communication"
	stepDoing         = "steps"
	// stepCheck ends the draft: what lacks, and handing it in.
	stepCheck = "check"
)

var changeSteps = []string{stepWhat, stepScope, stepWindow, stepImpact, stepBackOut, stepCommunication, stepDoing}

// changeFields are the fields of each step; their names are those of the content's JSON.
var changeFields = map[string][]string{
	stepWhat:          {"template", "title", "reason", "client", "migration.roadmap", "incident", "threat"},
	stepScope:         {"items", "team", "providers"},
	stepWindow:        {"from", "to", "late"},
	stepImpact:        {"impact", "risk.likelihood", "risk.effect", "risk.text"},
	stepBackOut:       {"testPlan", "backOut.plan", "backOut.always", "backOut.noReturn"},
	stepCommunication: {"communication", "unavailability.none", "unavailability.services", "unavailability.from", "unavailability.to", "unavailability.text"},
	stepDoing:         {"steps"},
}

// changeLists are the fields with several values.
var changeLists = []string{"items", "providers", "unavailability.services"}

// askedIn is the step that asks for a field; the first when none does.
func askedIn(field string) string {
	for _, step := range changeSteps {
		if slices.Contains(changeFields[step], field) {
			return step
		}
	}
	return stepWhat
}

// formOfPlanned is a content as its form has it.
func formOfPlanned(c change.Content) Form {
	f := newForm("template", c.Template, "title", c.Title, "reason", c.Reason, "client", c.Client, "incident", c.Incident, "threat", c.Threat, "team", c.Team, "late", c.Late,
		"impact", c.Impact, "risk.likelihood", c.Risk.Likelihood, "risk.effect", c.Risk.Effect, "risk.text", c.Risk.Text, "testPlan", c.TestPlan,
		"backOut.plan", c.BackOut.Plan, "communication", c.Communication, "unavailability.text", c.Unavailability.Text, "steps", strings.Join(c.Steps, "\n"))
	f.Values["items"], f.Values["providers"], f.Values["unavailability.services"] = c.Items, c.Providers, c.Unavailability.Services
	for name, at := range map[string]time.Time{"from": c.From, "to": c.To, "unavailability.from": c.Unavailability.From, "unavailability.to": c.Unavailability.To} {
		f.setTime(name, at)
	}
	if c.BackOut.NoReturn != nil {
		f.setTime("backOut.noReturn", *c.BackOut.NoReturn)
	}
	for name, set := range map[string]bool{"backOut.always": c.BackOut.Always, "unavailability.none": c.Unavailability.None} {
		if set {
			f.Values.Set(name, "yes")
		}
	}
	if c.Migration != nil {
		f.Values.Set("migration.roadmap", c.Migration.Roadmap)
	}
	return f
}

// readPlanned is a content with the fields of some steps as they were typed; the others
// stay as they are.
func readPlanned(in *entries, c change.Content, steps ...string) change.Content {
	for _, step := range steps {
		switch step {
		case stepWhat:
			c.Title, c.Reason, c.Client, c.Threat = in.Value("title"), in.Value("reason"), in.Value("client"), in.Value("threat")
			c.Template = in.Value("template")
			c.Incident, c.Migration = referenceOf(in.Value("incident")), nil
			if roadmap := in.Value("migration.roadmap"); roadmap != "" {
				c.Migration = &change.Migration{Client: c.Client, Roadmap: roadmap}
			}
		case stepScope:
			c.Items, c.Team, c.Providers = in.chosen("items"), in.Value("team"), in.chosen("providers")
		case stepWindow:
			c.From, c.To, c.Late = in.instantOrNone("from"), in.instantOrNone("to"), in.Value("late")
		case stepImpact:
			c.Impact, c.Risk = in.Value("impact"), change.Risk{Likelihood: in.Value("risk.likelihood"), Effect: in.Value("risk.effect"), Text: in.Value("risk.text")}
		case stepBackOut:
			c.TestPlan, c.BackOut = in.Value("testPlan"), change.BackOut{Plan: in.Value("backOut.plan"), Always: in.Has("backOut.always", "yes")}
			if at := in.instantOrNone("backOut.noReturn"); !at.IsZero() {
				c.BackOut.NoReturn = &at
			}
		case stepCommunication:
			c.Communication = in.Value("communication")
			c.Unavailability = change.Unavailability{None: in.Has("unavailability.none", "yes"), Services: in.chosen("unavailability.services"),
				From: in.instantOrNone("unavailability.from"), To: in.instantOrNone("unavailability.to"), Text: in.Value("unavailability.text")}
		case stepDoing:
			c.Steps = lines(in.Value("steps"))
		}
	}
	return c
}

// chosen are the values that were ticked, in order and once each.
func (in *entries) chosen(name string) []string {
	all := keep(in.Values[name], func(v string) bool { return v != "" })
	slices.Sort(all)
	return slices.Compact(all)
}

// instantOrNone is instant for a field that may stay empty.
func (in *entries) instantOrNone(name string) time.Time {
	if in.Value(name) == "" {
		return time.Time{}
	}
	return in.instant(name).UTC()
}

// lines are those of a text that say something.
func lines(text string) []string {
	var all []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// editsMerged are two people's edits of the same content in one form: of what only one
// of them changed, that one's; ticks of both; of what both changed, mine. Both names
// those fields, and theirs what the other one changed.
type editsMerged struct {
	Values       url.Values
	Both, Theirs []string
}

// mergeEdits joins what I typed into a form of some steps, which began from before,
// with what stands there now.
func mergeEdits(before, now, mine url.Values, steps ...string) editsMerged {
	m := editsMerged{Values: url.Values{}}
	for name, v := range mine {
		m.Values[name] = v
	}
	for _, step := range changeSteps {
		for _, name := range changeFields[step] {
			was, is, typed := typedIn(before, name), typedIn(now, name), typedIn(mine, name)
			if is == was {
				continue
			}
			switch {
			case !slices.Contains(steps, step):
				m.Theirs = append(m.Theirs, name)
			case slices.Contains(changeLists, name):
				m.Values[name] = mergeTicks(before[name], now[name], mine[name])
				m.Theirs = append(m.Theirs, name)
			case typed == was:
				m.Values[name], m.Values[name+clockField] = now[name], now[name+clockField]
				m.Theirs = append(m.Theirs, name)
			case typed != is:
				m.Both = append(m.Both, name)
			}
		}
	}
	return m
}

// typedIn is what a field says, in one text: spaces around it and the line ends of
// browsers make no difference.
func typedIn(f url.Values, name string) string {
	values := slices.Clone(f[name])
	if slices.Contains(changeLists, name) {
		slices.Sort(values)
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(values, "\n"), "\r\n", "\n")) + f.Get(name+clockField)
}

// mergeTicks adds what I added to what stands there now, and takes off what I took off.
func mergeTicks(before, now, mine []string) []string {
	var all []string
	for _, v := range now {
		if !slices.Contains(before, v) || slices.Contains(mine, v) {
			all = append(all, v)
		}
	}
	for _, v := range mine {
		if !slices.Contains(before, v) && !slices.Contains(now, v) {
			all = append(all, v)
		}
	}
	return all
}
