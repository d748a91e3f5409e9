package portal

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/transition"
)

// transitionReader reads one programme for one reader.
type transitionReader struct {
	caseReader
	own   transition.State
	reads identity.Principal
	// days counts working days; nil when there is no calendar in force.
	days *calendar.Calendar
	// owners are the organisations that can promise something; read for forms alone.
	owners []ledger.Organisation
	// everyClock puts all clocks on the case's page.
	everyClock bool
}

func (v *visit) transitionReader(c caseReader, own transition.State) transitionReader {
	return transitionReader{caseReader: c, own: own, reads: v.who, days: v.portal.workdays(v.now)}
}

// programme reads the programme of the address, without its events and clocks.
func (v *visit) programme() (transitionReader, error) {
	p, err := v.portal.service.Programme(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return transitionReader{}, err
	}
	v.process = p.Process
	return v.transitionReader(caseReader{say: v.text, proc: v.portal.process(p.Process),
		Whole: app.Whole{CaseRow: p.CaseRow, Tasks: p.Tasks, Names: p.Names, Now: p.Now}}, p.State), nil
}

// mine reports whether something is for the reader's organisation to do (G-02).
func (r transitionReader) mine(o transition.Owner) bool { return o.Org == r.reads.Org }

// owner names who promised something.
func (r transitionReader) owner(o transition.Owner) string {
	switch {
	case o.Org == "":
		return r.say.T("programme.owner.hidden")
	case o.Person != "":
		return r.name(o.Person) + " – " + r.name(o.Org)
	}
	return r.name(o.Org)
}

// itemOwner is who settles an item of a checklist.
func (r transitionReader) itemOwner(i transition.Item) transition.Owner {
	if i.Owner.Org != "" {
		return i.Owner
	}
	return r.own.Milestones[i.Milestone].Owner
}

// milestonePath is the page of a milestone.
func (r transitionReader) milestonePath(id string) string {
	return programmePath(r.Ref, "milestone?id="+url.QueryEscape(id))
}

// expected is the date on which a milestone is expected, and whether the network or
// its owner says so.
func (r transitionReader) expected(id string) calendar.Date {
	m := r.own.Milestones[id]
	if m.Reached != nil {
		return m.Reached.Date
	}
	if c, ok := r.own.Carried[id]; ok && !c.Expected.IsZero() {
		return c.Expected
	}
	return m.Own()
}

// slip is how many working days after its date a milestone is reached or expected;
// negative before it.
func (r transitionReader) slip(id string) int {
	m := r.own.Milestones[id]
	return r.between(m.Due, r.expected(id))
}

func (r transitionReader) between(from, to calendar.Date) int {
	switch {
	case from.IsZero() || to.IsZero():
		return 0
	case r.days == nil:
		return to.DaysSince(from)
	case to.Before(from):
		return -r.days.WorkingDaysBetween(to, from)
	}
	return r.days.WorkingDaysBetween(from, to)
}

// slipText is a slip in words; empty for none.
func (r transitionReader) slipText(days int) string {
	switch {
	case days > 0:
		return r.say.T("programme.slip.late", "Count", days)
	case days < 0:
		return r.say.T("programme.slip.early", "Count", -days)
	}
	return r.say.T("programme.slip.none")
}

// slackText is a float in words.
func (r transitionReader) slackText(id string) string {
	c, ok := r.own.Carried[id]
	switch {
	case !ok || r.own.Milestones[id].Ended():
		return ""
	case c.Float < 0:
		return r.say.T("programme.float.short", "Count", -c.Float)
	case c.Float == 0:
		return r.say.T("programme.float.none")
	}
	return r.say.T("programme.float.days", "Count", c.Float)
}

// status is how a milestone stands, in a word.
func (r transitionReader) status(m transition.Milestone) badge {
	kinds := map[string]string{transition.MilestoneMissed: "late", transition.MilestoneImpossible: "late", transition.MilestoneAtRisk: "warn",
		transition.MilestonePlanned: "time", transition.MilestoneReached: "ok"}
	word, _ := r.word("status", m.Status)
	if m.Status == transition.MilestoneReached && m.NeedsAcceptance() && m.Accepted == nil {
		return badge{"info", r.say.T("programme.status.unaccepted")}
	}
	if m.Unfixed && !m.Ended() {
		return badge{"warn", r.say.T("programme.status.unfixed")}
	}
	return badge{kinds[m.Status], word}
}

// urgency orders milestones: what is missed, what cannot be kept, what is at risk,
// then by date; what has ended comes last.
func (r transitionReader) urgent(a, b string) int {
	x, y := r.own.Milestones[a], r.own.Milestones[b]
	return cmp.Or(cmp.Compare(statusRank(x.Status), statusRank(y.Status)), x.Due.Compare(y.Due), strings.Compare(a, b))
}

func statusRank(status string) int {
	if i := slices.Index(transition.MilestoneStatuses, status); i >= 0 {
		return i
	}
	return len(transition.MilestoneStatuses)
}

// milestones are the IDs of those that a condition keeps, the most urgent first.
func (r transitionReader) milestones(want func(id string, m transition.Milestone) bool) []string {
	var ids []string
	for id, m := range r.own.Milestones {
		if want(id, m) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, r.urgent)
	return ids
}

// chain are the milestones that make one late, each because of the next; the last
// is where it begins.
func (r transitionReader) chain(id string) []string {
	var all []string
	seen := map[string]bool{id: true}
	for {
		via := r.own.Carried[id].Via
		if via == "" || seen[via] {
			return all
		}
		seen[via] = true
		all, id = append(all, via), via
	}
}

// before and after are the dependencies of a milestone, by the date of the other.
func (r transitionReader) before(id string) []transition.Link {
	return r.linksWhere(func(l transition.Link) bool { return l.To == id }, func(l transition.Link) string { return l.From })
}

func (r transitionReader) after(id string) []transition.Link {
	return r.linksWhere(func(l transition.Link) bool { return l.From == id }, func(l transition.Link) string { return l.To })
}

func (r transitionReader) linksWhere(want func(transition.Link) bool, other func(transition.Link) string) []transition.Link {
	all := keep(slices.Collect(maps.Values(r.own.Links)), want)
	slices.SortFunc(all, func(a, b transition.Link) int {
		return cmp.Or(r.expected(other(a)).Compare(r.expected(other(b))), strings.Compare(a.Key(), b.Key()))
	})
	return all
}

// titleOf names a milestone by its title; one that the reader does not see has none.
func (r transitionReader) titleOf(id string) string {
	if m, ok := r.own.Milestones[id]; ok {
		return m.Title
	}
	return r.say.T("programme.milestone.hidden")
}
