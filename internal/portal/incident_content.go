package portal

import (
	"slices"
	"strconv"
	"time"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/incident"
)

// incidentContent is the part of a case's page that only incidents have.
type incidentContent struct {
	*Page
	Banners                 []banner
	Priority, PriorityText  string
	Report, Handler         []fact
	Resolution, Origin      []fact
	Text                    string
	HandOvers               []saying
	Waits                   []waitView
	News, Notes, Exclusions []saying
	Relations               []fact
	Followers               string
	Solution                string
}

// banner is something that whoever opens the page must know first.
type banner struct {
	// Kind is "late", "warn" or "paused".
	Kind, Text string
	// Path and Link lead to what it is about; empty for nothing.
	Path, Link string
}

// saying is something that somebody said or did, with a line about it.
type saying struct{ About, Title, Text string }

// waitView is a wait with its question and answer.
type waitView struct{ Reason, Period, Question, Answer string }

func (r incidentReader) content(page *Page) any {
	own := r.own
	c := incidentContent{Page: page, Banners: r.banners(), Priority: own.Priority, PriorityText: titled(r.say, "incident.priority.", own.Priority),
		Report: r.reported(), Text: own.Report.Description, Handler: r.handled(), HandOvers: r.handOvers(), Waits: r.waitViews(),
		News: r.news(), Notes: r.notes(), Relations: r.relations(), Exclusions: r.exclusions()}
	if n := len(own.Followers); n > 0 {
		c.Followers = r.say.T("incident.page.followers", "Count", n)
	}
	if x := own.Resolution; x != nil {
		c.Solution, c.Resolution = x.Solution, r.resolved(*x)
	}
	if o := own.Origin; o != nil {
		c.Origin = []fact{{r.say.T("incident.page.origin.source"), titled(r.say, "case.source.", o.Source)}, {r.say.T("incident.page.origin.number"), o.Number}}
		if o.Reporter != "" {
			c.Origin = append(c.Origin, fact{r.say.T("incident.reporter"), o.Reporter})
		}
	}
	return c
}

// banners say that it is frozen, critical or too late.
func (r incidentReader) banners() []banner {
	if r.Outcome != "" {
		return nil
	}
	var all []banner
	if f := r.own.Frozen; f != nil {
		all = append(all, banner{Kind: "late", Text: r.say.T("incident.page.frozen", "Why", titled(r.say, "incident.because.", f.Because), "Since", r.say.DateTime(f.At))})
	}
	if r.own.Priority == incident.Critical {
		b := banner{Kind: "warn", Text: r.say.T("incident.page.critical")}
		b.Path, b.Link = r.linked(r.own.Meeting), r.say.T("incident.page.meeting")
		all = append(all, b)
	}
	if k, ok := r.clock(r.own.Clock); ok && k.Result.State == sla.Breached {
		all = append(all, banner{Kind: "late", Text: r.say.T("incident.page.missed", "Due", r.say.Deadline(k.Result.Due))})
	}
	return all
}

// linked is the page of a related case that the reader may see.
func (r incidentReader) linked(ref string) string {
	for _, l := range r.Links {
		if l.Ref == ref {
			return casePath(ref)
		}
	}
	return ""
}

// facts drops what is not known.
func facts(pairs ...string) []fact {
	var all []fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, fact{pairs[i], pairs[i+1]})
		}
	}
	return all
}

func (r incidentReader) reported() []fact {
	own, say := r.own, r.say.T
	return facts(say("incident.service"), serviceName(r.say, r.policy, own.Service),
		say("incident.category"), categoryName(r.say, r.policy, own.Service, own.Category), say("incident.item"), own.Item,
		say("incident.impact"), titled(r.say, "incident.impact.", own.Impact), say("incident.urgency"), titled(r.say, "incident.urgency.", own.Urgency),
		say("incident.channel"), titled(r.say, "incident.channel.", own.Report.Channel), say("incident.page.arrived"), r.arrived(), say("incident.reporter"), r.reporter(),
		say("incident.contact"), r.text(own.Report.Contact), say("incident.page.registered"), r.say.DateTime(own.Registered))
}

// arrived is when the e-mail came in that reported it, when that is known (E-26).
func (r incidentReader) arrived() string {
	if at := r.own.Report.Arrived; at != nil {
		return r.say.DateTime(*at)
	}
	return ""
}

func (r incidentReader) handled() []fact {
	own, say := r.own, r.say.T
	agent := r.name(own.Handler.Agent)
	if agent == "" {
		agent = say("incident.queue.nobody")
	}
	all := facts(say("incident.team"), r.team(), say("incident.page.org"), r.name(own.Handler.Org), say("incident.agent"), agent)
	if own.First != own.Handler.Team {
		all = append(all, fact{say("incident.page.first"), teamName(r.say, r.policy, own.First)})
	}
	if own.HandOvers > 0 {
		all = append(all, fact{say("incident.page.handovers"), say("incident.page.handovers.count", "Count", own.HandOvers, "Crossings", own.Crossings)})
	}
	return all
}

// handOvers are who gave it to whom, and why.
func (r incidentReader) handOvers() []saying {
	var all []saying
	for _, e := range r.Events {
		switch e.Kind {
		case "incident.handed_over", "incident.coordinated", "incident.taken_assigned":
			s, _ := r.story(e)
			x := saying{About: r.say.DateTime(e.At), Title: s.Sentence}
			if len(s.Details) > 0 {
				x.Text = s.Details[0]
			}
			all = append(all, x)
		}
	}
	return all
}

func (r incidentReader) waitViews() []waitView {
	var all []waitView
	for _, w := range inOrder(r.own.Waits, func(w incident.Interruption) time.Time { return w.From }) {
		until := r.say.T("case.pause.still")
		if w.To != nil {
			until = r.say.DateTime(*w.To)
		}
		all = append(all, waitView{Reason: titled(r.say, "case.pause.", w.Reason), Question: w.Question, Answer: w.Answer,
			Period: r.say.T("case.pause.period", "From", r.say.DateTime(w.From), "To", until)})
	}
	return all
}

// news is what the Clients were told, the newest first.
func (r incidentReader) news() []saying {
	var all []saying
	for _, c := range inOrder(r.own.Communications, func(c incident.Communicated) time.Time { return c.At }) {
		to := r.say.T("incident.page.news.clients")
		if c.Public {
			to = r.say.T("incident.page.news.public")
		}
		all = append(all, saying{Title: c.Subject, Text: c.Text, About: r.say.T("incident.page.news.by", "Who", r.who(c.By), "At", r.say.DateTime(c.At), "To", to)})
	}
	slices.Reverse(all)
	return all
}

func (r incidentReader) notes() []saying {
	var all []saying
	for _, n := range inOrder(r.own.Notes, func(n incident.Noted) time.Time { return n.At }) {
		all = append(all, saying{About: r.signed(n.By, n.At), Text: n.Text})
	}
	slices.Reverse(all)
	return all
}

// signed is who did something when.
func (r incidentReader) signed(by record.Actor, at time.Time) string {
	who := r.who(by)
	if o := r.own.Origin; o != nil && by == record.System { // another tool's, not the product's
		who = titled(r.say, "case.source.", o.Source)
	}
	return r.say.T("incident.page.by", "Who", who, "At", r.say.DateTime(at))
}

// relations are those with what is no case here; the others stand among the links.
func (r incidentReader) relations() []fact {
	var all []fact
	for _, x := range inOrder(r.own.Relations, func(x incident.Related) time.Time { return x.At }) {
		if r.linked(x.Ref) != "" && x.Note == "" {
			continue
		}
		text := x.Ref
		if x.Note != "" {
			text += " – " + x.Note
		}
		all = append(all, fact{titled(r.say, "link.", x.Kind), text})
	}
	return all
}

func (r incidentReader) exclusions() []saying {
	var all []saying
	for _, x := range inOrder(r.own.Exclusions, func(x incident.ExclusionCase) time.Time { return x.At }) {
		all = append(all, saying{Title: r.say.T("incident.page.exclusion", "Ground", r.ground(x.Ground), "State", titled(r.say, "incident.state.", x.State)),
			About: r.signed(x.By, x.At) + " · " + r.say.T("incident.page.exclusion.rule", "Flag", titled(r.say, "incident.flag.", x.Flag), "Rule", x.Rule), Text: x.Reason + "\n" + x.Proof})
	}
	return all
}

func (r incidentReader) resolved(x incident.Resolving) []fact {
	say := r.say.T
	all := facts(say("incident.page.resolved"), r.signed(x.By, x.At), say("incident.code"), x.Code, say("incident.remote"), r.remote(x.Remote))
	for _, c := range []struct {
		holds bool
		text  string
	}{{x.FirstLine, "first_line"}, {x.Direct, "direct"}, {x.Outside, "outside"}, {x.Overrun, "overrun"}} {
		if c.holds {
			all = append(all, fact{say("incident.page.counts"), say("incident.page.counts." + c.text)})
		}
	}
	if r.own.Reopenings > 0 {
		all = append(all, fact{say("incident.page.reopenings"), strconv.Itoa(r.own.Reopenings)})
	}
	return all
}

func (r incidentReader) remote(reason string) string {
	text, _ := r.word("remote", reason)
	return text
}
