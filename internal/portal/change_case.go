package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/workflows/change"
)

// changeContent is what the page of a change shows of its own.
type changeContent struct {
	*Page
	Banners []changeBanner
	Kind    badge
	// Window is when, in words; Picture the same with what it collides with.
	Window     string
	Picture    *windowPicture
	Collisions []collisionView
	// More counts collisions that were left out; Checked says when they were looked at.
	More, Checked string
	// Missing is what a draft lacks before it can be handed in; Lacks why it came back.
	Missing []missingView
	Lacks   string
	Ballot  *ballotView
	// Decision and Confirmation are facts; empty while there is none.
	Decision, Confirmation []fact
	Doing                  *doingView
	Verdict                []fact
	Caused                 []causedView
	Gate                   *gateView
	// Parts are the content, part by part.
	Parts []contentPart
}

// changeBanner is what must be seen before all else.
type changeBanner struct{ Kind, Text, Path, Link string }

// contentPart is a part of the content under a heading.
type contentPart struct {
	Key, Heading string
	Facts        []fact
	// Edit is where a draft's part is edited.
	Edit string
}

// doingView is the implementation: when it may begin, and how far it is.
type doingView struct {
	// Sentence says from when it can begin, or how it stands.
	Sentence string
	Facts    []fact
	Steps    []doneStep
}

// doneStep is a step of the implementation as it stands.
type doneStep struct {
	ID, Text, State, Look, By, Result, Path string
}

// causedView is an incident that the change caused (C-28).
type causedView struct {
	Ref, Path, About string
	Critical         bool
}

func (r changeReader) content(page *Page) any {
	own := r.own
	c := changeContent{Page: page, Banners: r.banners(), Kind: r.kindBadge(), Window: r.period(own.Content.From, own.Content.To), Collisions: r.collisions(),
		Checked: r.checked(), Lacks: own.Lacks, Ballot: r.ballot(), Decision: r.decision(), Confirmation: r.confirmation(), Doing: r.doing(),
		Verdict: r.verdict(), Caused: r.caused(), Gate: r.gate(page), Parts: r.parts()}
	c.Picture = r.drawWindow("window", c.Collisions)
	if own.More > 0 {
		c.More = r.say.T("change.collisions.more", "Count", own.More)
	}
	if r.Stage == change.Drafting {
		c.Missing = r.missing()
	}
	return c
}

// kindBadge is the kind of the change in a word.
func (r changeReader) kindBadge() badge {
	word, _ := r.word("kind", r.own.Kind)
	if r.own.Kind == change.Emergency {
		return badge{"late", word}
	}
	return badge{"info", word}
}

// banners are what must be seen first: an emergency that is being decided, a vote
// without a decision, an approval that does not stand any more.
func (r changeReader) banners() []changeBanner {
	var all []changeBanner
	own := r.own
	if own.Kind == change.Emergency && own.Ballot != nil && (r.Stage == change.Approving || own.Confirmation != nil && own.Confirmation.Option == "") {
		all = append(all, changeBanner{"late", r.say.T("change.banner.emergency"), ecabPath(r.Ref), r.say.T("change.banner.emergency.link")})
	}
	if own.Ballot != nil && len(own.Ballot.Reopened) > 0 && r.Outcome == "" {
		all = append(all, changeBanner{"warn", r.say.T("change.banner.reopened", "Count", len(own.Ballot.Reopened)), "#ballot", r.say.T("change.banner.reopened.link")})
	}
	if h := own.Held; h != nil {
		all = append(all, changeBanner{"late", r.say.T("change.banner.held", "Count", h.Came), "#window", r.say.T("change.banner.collisions.link")})
	} else if n := len(r.collisions()); n > 0 && r.Outcome == "" && own.Started == nil {
		all = append(all, changeBanner{"warn", r.say.T("change.banner.collisions", "Count", n), "#window", r.say.T("change.banner.collisions.link")})
	}
	if own.Missed && r.Outcome == "" {
		all = append(all, changeBanner{"late", r.say.T("change.banner.missed"), "", ""})
	}
	if own.Overran && own.Ended == nil {
		all = append(all, changeBanner{"late", r.say.T("change.banner.overran"), "", ""})
	}
	return all
}

// doing is the implementation; nil before it can be spoken of.
func (r changeReader) doing() *doingView {
	own := r.own
	if own.Decision == nil && own.Started == nil && r.Stage != change.Scheduled {
		return nil
	}
	d := &doingView{Sentence: r.startsWhen()}
	if own.Started != nil {
		d.Facts = append(d.Facts, fact{r.say.T("change.started"), r.say.DateTime(*own.Started)})
	}
	if own.Ended != nil {
		d.Facts = append(d.Facts, fact{r.say.T("change.ended"), r.say.DateTime(*own.Ended)})
	}
	if own.Result != nil {
		word, _ := r.word("result", own.Result.Result)
		d.Facts = append(append(d.Facts, fact{r.say.T("change.result"), word}), r.facts("result.text", own.Result.Text)...)
	}
	if own.Notice != "" {
		d.Facts = append(d.Facts, fact{r.say.T("change.notice"), own.Notice})
	}
	for _, s := range r.stepsDone() {
		x := doneStep{ID: s.ID, Text: s.Text, Result: s.Result, Look: "open", State: r.say.T("change.step.is.open")}
		switch {
		case s.Failed:
			x.Look, x.State = "rejected", r.say.T("change.step.is.failed")
		case s.Done != nil:
			x.Look, x.State = "approved", r.say.T("change.step.is.done")
		case r.Stage == change.Implementing && r.may(change.FinishStep.Name):
			x.Path = commandPath(r.Ref, change.FinishStep.Name, s.ID)
		}
		if s.Done != nil && s.By != nil {
			x.By = r.say.T("problem.by.at", "Who", r.who(*s.By), "At", r.say.DateTime(*s.Done))
		}
		d.Steps = append(d.Steps, x)
	}
	return d
}

// startsWhen says from when it can begin, or that it is under way or over.
func (r changeReader) startsWhen() string {
	own := r.own
	from, to := own.Content.From, own.Content.To
	switch {
	case own.Ended != nil:
		return ""
	case own.Started != nil && r.Now.After(to):
		return r.say.T("change.starts.overran", "To", r.say.DateTime(to))
	case own.Started != nil:
		return r.say.T("change.starts.underway", "To", r.say.DateTime(to))
	case r.Stage != change.Scheduled:
		return ""
	case own.Held != nil:
		return r.say.T("change.starts.held")
	case r.Now.Before(from):
		return r.say.T("change.starts.later", "From", r.say.DateTime(from), "To", r.say.DateTime(to))
	case r.Now.Before(to):
		return r.say.T("change.starts.now", "To", r.say.DateTime(to))
	}
	return r.say.T("change.starts.missed", "To", r.say.DateTime(to))
}

// stepsDone are the steps of the implementation in order: as they stand once it
// began, before that as they are planned.
func (r changeReader) stepsDone() []change.StepIs {
	if len(r.own.Steps) == 0 {
		var all []change.StepIs
		for _, text := range r.own.Content.Steps {
			all = append(all, change.StepIs{Text: text})
		}
		return all
	}
	all := inOrder(r.own.Steps, func(change.StepIs) time.Time { return time.Time{} })
	slices.SortFunc(all, func(a, b change.StepIs) int { return byNumber(a.ID, b.ID) })
	return all
}

// verdict is the review, in facts.
func (r changeReader) verdict() []fact {
	v := r.own.Verdict
	if v == nil {
		return nil
	}
	yes := func(set bool) string {
		if set {
			return r.say.T("change.yes")
		}
		return r.say.T("change.no")
	}
	all := []fact{{r.say.T("change.asPlanned"), yes(v.AsPlanned)}, {r.say.T("change.harmful"), yes(v.Harmful)}}
	all = append(all, r.facts("review.text", v.Text, "incident", v.Incident)...)
	if v.Finding != "" {
		all = append(all, fact{r.say.T("change.finding"), titled(r.say, "problem.finding.", v.Finding)})
	}
	return append(all, fact{r.say.T("problem.by"), r.say.T("problem.by.at", "Who", r.who(v.By), "At", r.say.DateTime(v.At))})
}

// caused are the incidents that it caused.
func (r changeReader) caused() []causedView {
	var all []causedView
	for _, c := range inOrder(r.own.Caused, func(change.CausedIncident) time.Time { return time.Time{} }) {
		v := causedView{Ref: c.Incident, Critical: c.Critical}
		if r.linked(c.Incident) {
			v.Path = casePath(c.Incident)
		}
		var about []string
		if c.Problem != "" {
			about = append(about, r.say.T("change.caused.problem", "Ref", c.Problem))
		}
		if c.Finding != "" {
			about = append(about, titled(r.say, "problem.finding.", c.Finding))
		}
		v.About = strings.Join(about, " · ")
		all = append(all, v)
	}
	return all
}
