package portal

import (
	"maps"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/change"
)

// gateView is what a pipeline asked at the gate, what it was answered and why, and
// what became of it (B-35).
type gateView struct {
	Page *Page
	// Answer in a word, Since when, and Now: until when, or who must decide.
	Answer     badge
	Since, Now string
	// Why heads the Reasons, which are sentences.
	Why      string
	Reasons  []string
	Decision []fact
	// Asked is what is deployed where; Pipeline and Frame lead to where that is read.
	Asked           []fact
	Pipeline, Frame *gateLink
	Evidence        []evidenceView
	Outcome         []fact
	OutcomeLink     *gateLink
}

// gateLink is a text that leads somewhere when Path is set.
type gateLink struct{ Path, Text string }

// evidenceView is one result that the pipeline presented.
type evidenceView struct {
	Kind  string
	Is    badge
	Tests string
	Link  *gateLink
}

// gateLooks are the kinds of badge of the gate's answers.
var gateLooks = map[string]string{change.GateAllowed: "ok", change.GateRefused: "late", change.GateWait: "paused"}

// gate is nil for a change that did not come through it.
func (r changeReader) gate(page *Page) *gateView {
	g := r.own.Gate
	if g == nil {
		return nil
	}
	say, d := r.say, g.Deployment
	v := &gateView{Page: page, Answer: badge{"info", say.T("change.gate.looking")}, Pipeline: outward(d.Pipeline), Why: say.T("change.gate.why." + g.Answer)}
	if word, ok := r.word("gate", g.Answer); ok && g.Answer != "" {
		v.Answer = badge{gateLooks[g.Answer], word}
	}
	if g.At != nil {
		v.Since = say.DateTime(*g.At)
	}
	switch {
	case g.Answer == change.GateWait:
		v.Now = say.T("change.gate.awaits", "Due", r.due("gate"))
	case g.Answer == change.GateAllowed && r.own.Ended == nil:
		v.Now = say.T("change.gate.until", "To", say.DateTime(r.own.Content.To))
	}
	for _, why := range g.Reasons {
		v.Reasons = append(v.Reasons, r.gateReason(why))
	}
	v.Asked = append(v.Asked, r.facts("gate.service", r.item(d.Service), "gate.environment", d.Environment, "gate.commit", d.Commit)...)
	v.Asked = append(v.Asked, fact{say.T("change.gate.minutes"), say.T("change.gate.minutes.is", "Count", int(d.Lasts().Minutes()))},
		fact{say.T("change.gate.by"), r.name(g.By)})
	if g.Frame != "" {
		v.Frame = &gateLink{Text: g.Frame}
		if g.FrameVersion > 0 {
			v.Frame.Text = say.T("change.gate.frame.version", "Ref", g.Frame, "Version", g.FrameVersion)
		}
		if seesFrame(r.reads, r.own.Provider) {
			v.Frame.Path = casePath(g.Frame)
		}
	}
	v.Evidence = r.evidence(d.Evidence)
	if x := g.Decided; x != nil {
		v.Decision = append([]fact{{say.T("change.decision.is"), titled(say, "task.option.", x.Option)},
			{say.T("change.decision.by"), say.T("problem.by.at", "Who", r.who(x.By), "At", say.DateTime(x.At))}}, r.facts("reason", x.Reason)...)
	}
	if o := g.Outcome; o != nil {
		word, _ := r.word("result", o.Result)
		v.Outcome = append([]fact{{say.T("change.result"), word}}, r.facts("result.text", o.Text)...)
		v.OutcomeLink = outward(o.Link)
	}
	return v
}

// seesFrame reports whether somebody may open a provider's standard changes.
func seesFrame(p identity.Principal, provider string) bool {
	return p.Kind == "si" || p.Kind == "board" || p.Org == provider
}

func (r changeReader) evidence(all []change.Evidence) []evidenceView {
	var views []evidenceView
	for _, e := range all {
		v := evidenceView{Kind: e.Kind, Is: badge{"ok", r.say.T("change.gate.evidence.passed")}, Link: outward(e.Link)}
		if !e.Passed || e.Failed > 0 {
			v.Is = badge{"late", r.say.T("change.gate.evidence.failed")}
		}
		if e.Total > 0 {
			v.Tests = r.say.T("change.gate.evidence.count", "Passed", e.Total-e.Failed, "Total", e.Total)
		}
		views = append(views, v)
	}
	return views
}

// gateReason is why the gate does not open at once, in words; it names the service as
// the map does.
func (r changeReader) gateReason(why change.GateReason) string {
	if why.Args["service"] != "" {
		why.Args = maps.Clone(why.Args)
		why.Args["service"] = r.item(why.Args["service"])
	}
	return app.ExplainGate(r.say, why)
}

// outward is an address elsewhere as a link, and any other text as it is; nil for none.
func outward(address string) *gateLink {
	address = strings.TrimSpace(address)
	switch {
	case address == "":
		return nil
	case strings.HasPrefix(address, "https://"), strings.HasPrefix(address, "http://"):
		return &gateLink{address, address}
	}
	return &gateLink{Text: address}
}
