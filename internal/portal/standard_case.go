package portal

import (
	"maps"
	"slices"
	"strings"

	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

// standardContent is what the page of a standard change shows of its own.
type standardContent struct {
	*Page
	Kind, Reason string
	// Back says why it is a normal change again.
	Back *standardBack
	// Uses are what became of its changes; Current whether a version is in force.
	Uses []string
	// Draft is what is being written or decided on; Versions are the approved ones,
	// the newest first.
	Draft    *standardVersion
	Versions []standardVersion
	Reviews  []standardReview
}

// standardBack is why it is a normal change again, with what did harm.
type standardBack struct {
	By, Reason string
	Links      []standardLink
}

type standardLink struct{ Label, Ref, Path string }

// standardVersion is one version in words.
type standardVersion struct {
	Title, Written, Rejected, Ended, Why, Changes string
	// Current is the version in force.
	Current bool
	Parts   []standardPart
	Record  []string
}

// standardPart is a part of the content, as a change to the version before.
type standardPart struct {
	Label string
	Runs  []wordRun
}

type standardReview struct{ By, Option, Reason string }

// standardDecided is what the Service Integrator decides on.
type standardDecided struct {
	*Page
	Parts []standardPart
	// RecordTitle and Record are what became of changes until now.
	RecordTitle string
	Record      []string
}

func (r standardReader) content(page *Page) any {
	own, say := r.own, r.say
	kind, _ := r.word("kind", own.Kind)
	c := standardContent{Page: page, Kind: kind, Reason: own.Reason, Uses: usesInWords(say, own.Uses)}
	if b := own.Back; b != nil {
		c.Back = &standardBack{By: say.T("standard.back.by", "Who", r.setter(b.By), "At", say.DateTime(b.At)), Reason: b.Reason,
			Links: backLinks(say, b.Harm)}
	}
	if d := own.Draft; d != nil {
		c.Draft = &standardVersion{Title: say.T("standard.draft"), Written: say.T("standard.draft.by", "Who", r.who(d.By), "At", say.DateTime(d.At)),
			Rejected: d.Rejected, Parts: r.proposed(), Record: usesInWords(say, d.Record)}
		if before, ok := r.newest(); ok {
			c.Draft.Changes = say.T("standard.version.changed", "Number", before.Number)
		}
	}
	for _, n := range slices.Backward(slices.SortedFunc(maps.Keys(own.Versions), byNumber)) {
		c.Versions = append(c.Versions, r.version(own.Versions[n]))
	}
	for _, n := range slices.Backward(slices.SortedFunc(maps.Keys(own.Reviews), byNumber)) {
		v := own.Reviews[n]
		c.Reviews = append(c.Reviews, standardReview{Option: titled(say, "task.option.", v.Option), Reason: v.Reason,
			By: say.T("standard.review.by", "Who", r.who(v.By), "At", say.DateTime(v.At), "Version", v.Version)})
	}
	return c
}

// setter is who set it back: a person, or the product for a change that did harm.
func (r standardReader) setter(by record.Actor) string {
	if by == record.System {
		return r.say.T("standard.product")
	}
	return r.who(by)
}

func backLinks(say *i18n.Printer, h standard.Harm) []standardLink {
	var all []standardLink
	for _, l := range []standardLink{{Label: say.T("standard.back.change"), Ref: h.Change}, {Label: say.T("standard.back.incident"), Ref: h.Incident}} {
		if l.Ref != "" {
			l.Path = casePath(l.Ref)
			all = append(all, l)
		}
	}
	return all
}

func (r standardReader) version(e standard.Edition) standardVersion {
	say := r.say
	v := standardVersion{Title: say.T("standard.version.number", "Number", e.Number), Current: e.Number == r.own.Current,
		Written: say.T("standard.version.by", "Who", r.who(e.Written), "Chair", r.who(e.Approved), "At", say.DateTime(e.At))}
	if e.Ended != nil {
		v.Ended = say.T("standard.version.ended", "At", say.DateTime(*e.Ended))
	}
	if e.Back != nil {
		v.Why = e.Back.Reason
	}
	before, ok := r.own.Edition(e.Number - 1)
	v.Parts = r.parts(before.Text, e.Text, ok)
	if ok {
		v.Changes = say.T("standard.version.changed", "Number", before.Number)
	}
	return v
}

// newest is the version that was approved last, in force or not.
func (r standardReader) newest() (standard.Edition, bool) { return r.own.Edition(r.own.Newest) }

// proposed is the draft, as changes to the newest version.
func (r standardReader) proposed() []standardPart {
	before, ok := r.newest()
	return r.parts(before.Text, r.own.Draft.Text, ok)
}

// parts are the parts of a text, as changes to the one before if there is one.
func (r standardReader) parts(before, now standard.Text, compared bool) []standardPart {
	was, is := r.inWords(before), r.inWords(now)
	var all []standardPart
	for i, f := range is {
		runs := []wordRun{{"same", f.Value}}
		if compared {
			runs = wordChanges(was[i].Value, f.Value)
		}
		if f.Value != "" || compared && was[i].Value != "" {
			all = append(all, standardPart{Label: f.Label, Runs: runs})
		}
	}
	return all
}

// inWords is a text part by part, the same parts for every text of a kind.
func (r standardReader) inWords(x standard.Text) []fact {
	say := r.say
	var items []string
	for _, id := range x.Items {
		if i, ok := r.on.Item(id); ok {
			id = i.Name(say.Lang())
		}
		items = append(items, id)
	}
	risk := ""
	if x.Risk != (change.Risk{}) {
		risk = say.T("standard.risk.is", "Likelihood", titled(say, "standard.level.", x.Risk.Likelihood), "Effect", titled(say, "standard.level.", x.Risk.Effect))
	}
	facts := []fact{{say.T("standard.name"), x.Name}, {say.T("standard.why"), x.Why}, {say.T("standard.items"), strings.Join(items, "\n")},
		{say.T("standard.minutes"), say.Number(x.Minutes)}}
	if r.own.Kind == standard.Frame {
		decide, _ := r.word("decide", x.Decide)
		facts = append(facts, fact{say.T("standard.environments"), strings.Join(x.Environments, "\n")}, fact{say.T("standard.evidence"), strings.Join(x.Evidence, "\n")},
			fact{say.T("standard.hours"), hoursInWords(say, x)}, fact{say.T("standard.decide"), decide})
	} else {
		facts = append(facts, fact{say.T("standard.steps"), strings.Join(x.Steps, "\n")})
	}
	return append(facts, fact{say.T("standard.impact"), x.Impact}, fact{say.T("standard.risk"), strings.TrimSpace(risk + "\n" + x.Risk.Text)},
		fact{say.T("standard.testPlan"), x.TestPlan}, fact{say.T("standard.backOut"), x.BackOut}, fact{say.T("standard.communication"), x.Communication})
}

// hoursInWords is when a frame is open.
func hoursInWords(say *i18n.Printer, x standard.Text) string {
	hours := say.T("standard.hours.always")
	if x.FromHour != x.ToHour {
		hours = say.T("standard.hours.between", "From", x.FromHour, "To", x.ToHour)
	}
	if x.WorkingDays {
		return say.T("standard.hours.working", "Hours", hours)
	}
	return hours
}

// usesInWords counts what became of changes, by result.
func usesInWords(say *i18n.Printer, uses map[string]int) []string {
	var all []string
	for _, result := range change.Results {
		if n := uses[result]; n > 0 {
			all = append(all, say.T("standard.use."+result, "Count", n))
		}
	}
	return all
}

// decidedOn shows the Service Integrator exactly what it decides on: the draft with
// what became of normal changes, or the version under review with what became of
// its changes (B-35).
func (r standardReader) decidedOn(page *Page, t record.Task) decided {
	kind, _ := r.word("kind", r.own.Kind)
	d := decided{Facts: []fact{{r.say.T("standard.name"), r.own.Name}, {r.say.T("standard.kind"), kind}, {r.say.T("standard.provider"), r.name(r.own.Provider)}}}
	if v, ok := r.own.InForce(); ok && t.Kind == "review_standard" {
		d.Own = standardDecided{Page: page, Parts: r.parts(standard.Text{}, v.Text, false), RecordTitle: r.say.T("standard.uses"), Record: orNone(usesInWords(r.say, r.own.Uses), r.say.T("standard.uses.none"))}
	}
	if r.own.Draft != nil && t.Kind == "approve_standard" {
		d.Own = standardDecided{Page: page, Parts: r.proposed(), RecordTitle: r.say.T("standard.record"),
			Record: orNone(usesInWords(r.say, r.own.Draft.Record), r.say.T("standard.record.none"))}
	}
	return d
}

func orNone(all []string, none string) []string {
	if len(all) == 0 {
		return []string{none}
	}
	return all
}
