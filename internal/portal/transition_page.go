package portal

import (
	"slices"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/transition"
)

// programmePage is what every page of a programme has above its own part.
type programmePage struct {
	Page
	Ref, Name, Stage, StageText string
	// Path is the overview; Tabs are the programme's pages.
	Path string
	Tabs []NavLink
	// Look and Sentence say how the programme stands.
	Look, Sentence string
	Actions        actions
	// Exports are the files that the programme can be had as.
	Exports []fileLink
	// Notes are remarks on the whole: dates that are not fixed, figures that are not
	// carried through yet.
	Notes []string
	// Agenda is the address of the dates for the reader's own agenda.
	Agenda string
}

// fileLink is a file to fetch.
type fileLink struct{ Path, Text string }

// programmeTab starts a page of a programme. tab is "", plan, steering or baselines.
func (v *visit) programmeTab(r transitionReader, title, tab string) programmePage {
	if title == "" {
		title = r.Title
	} else {
		title += " – " + r.Title
	}
	p := programmePage{Page: v.page(title), Ref: r.Ref, Name: r.Title, Stage: r.Stage, StageText: r.stageText(), Path: programmePath(r.Ref, ""),
		Actions: actionsFor(r, v.who)}
	p.Wide = true
	for i, l := range p.Nav {
		p.Nav[i].Current = l.Path == "/programmes"
	}
	for _, t := range []string{"", "plan", "steering", "baselines"} {
		if t == "steering" && !r.steers() || t == "baselines" && r.own.Baseline == 0 {
			continue
		}
		id := "programme.tab." + t
		if t == "" {
			id = "programme.tab.overview"
		}
		p.Tabs = append(p.Tabs, NavLink{Path: programmePath(r.Ref, t), Text: v.text.T(id), Current: t == tab})
	}
	p.Tabs = append(p.Tabs, NavLink{Path: casePath(r.Ref), Text: v.text.T("programme.tab.case")})
	for _, format := range app.ProgrammeFormats {
		if slices.Contains(app.SteeringFormats, format) && !r.steers() {
			continue
		}
		p.Exports = append(p.Exports, fileLink{programmePath(r.Ref, "export."+format), v.text.T("programme.export." + format)})
	}
	p.Look, p.Sentence = r.standing()
	if r.own.Condition.Late() {
		p.Notes = append(p.Notes, v.text.T("programme.note.unfixed", "Awarded", v.text.Date(r.own.Condition.Awarded), "By", v.text.Date(r.own.Condition.AwardBy)))
	}
	if r.own.Carry.Pending() {
		p.Notes = append(p.Notes, v.text.T("programme.note.pending"))
	}
	return p
}

// steers reports whether the reader reads what the steering committee does: the
// Service Integrator, the Board, and whoever takes part with a project.
func (r transitionReader) steers() bool {
	return r.reads.Kind == "si" || r.reads.Kind == "board" || r.reads.Kind == "provider"
}

// leads reports whether the reader sees the whole programme, with what is paid.
func (r transitionReader) leads() bool { return r.reads.Kind == "si" || r.reads.Kind == "board" }

// figures are how many milestones stand how.
type figures struct{ Missed, Impossible, Risk, Silent, Open, Reached int }

func (r transitionReader) figures() figures {
	var f figures
	for _, m := range r.own.Milestones {
		switch m.Status {
		case transition.MilestoneMissed:
			f.Missed++
		case transition.MilestoneImpossible:
			f.Impossible++
		case transition.MilestoneAtRisk:
			f.Risk++
		case transition.MilestoneReached:
			f.Reached++
		}
		if !m.Ended() {
			f.Open++
		}
	}
	for _, q := range r.own.Requests {
		f.Silent += len(q.Dates)
	}
	return f
}

// standing says in one sentence how the programme stands.
func (r transitionReader) standing() (look, sentence string) {
	if r.Outcome != "" {
		return "done", r.say.T("case.wait.over", "Outcome", r.stageText())
	}
	if r.Stage != transition.Running {
		return "running", r.waiting()
	}
	f := r.figures()
	var parts []string
	if f.Missed > 0 {
		parts = append(parts, r.say.T("programme.standing.missed", "Count", f.Missed))
	}
	if f.Impossible > 0 {
		parts = append(parts, r.say.T("programme.standing.impossible", "Count", f.Impossible))
	}
	if f.Risk > 0 {
		parts = append(parts, r.say.T("programme.standing.risk", "Count", f.Risk))
	}
	look = "running"
	if f.Missed+f.Impossible > 0 {
		look = "late"
	}
	if len(parts) == 0 {
		parts = append(parts, r.say.T("programme.standing.fine"))
	}
	return look, r.say.T("programme.standing", "What", capital(joined(r.say, parts)), "End", r.endText())
}

// endText is when the programme is expected to end, against its baseline.
func (r transitionReader) endText() string {
	end, planned := r.own.Carry.End, r.plannedEnd()
	if end.IsZero() {
		return r.say.T("programme.end.planned", "Date", r.say.Date(planned))
	}
	if end == planned {
		return r.say.T("programme.end.kept", "Date", r.say.Date(end))
	}
	return r.say.T("programme.end.expected", "Date", r.say.Date(end), "Slip", r.slipText(r.between(planned, end)))
}

// plannedEnd is the last date of the baseline in force.
func (r transitionReader) plannedEnd() calendar.Date {
	var last calendar.Date
	for _, m := range r.own.Milestones {
		if m.Status != transition.MilestoneCancelled && m.Due.After(last) {
			last = m.Due
		}
	}
	return last
}

// may reports whether the reader may send a command now.
func (r transitionReader) may(command string) bool {
	return r.Outcome == "" && slices.Contains(r.proc.allows(r.Stage), command) && r.reads.May(identity.Action(transition.Name+"."+command), &r.Parties)
}
