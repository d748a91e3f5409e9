package planfile

import (
	"strconv"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// records are a plan as all formats write it.
func records(p Plan) []record {
	all := []record{recordOf(kindProgramme, "title", p.Title, "price", writeDecimal(p.Price), "cap", writeDecimal(p.Cap), "start", writeDate(p.Start),
		"end", writeDate(p.End), "rhythm", writeRhythm(p.Rhythm))}
	if c := p.Condition; c != nil {
		all[0].set("awardBy", writeDate(c.AwardBy))
		if c.Awarded != nil {
			all[0].set("awarded", writeDate(*c.Awarded))
		}
	}
	for _, x := range p.Projects {
		all = append(all, recordOf(kindProject, "id", x.ID, "title", x.Title, "owner", x.Owner.Org, "person", x.Owner.Person))
	}
	before := map[string][]string{}
	for _, l := range p.Links {
		before[l.To] = append(before[l.To], writeLink(l))
	}
	for _, m := range p.Milestones {
		rec := recordOf(kindMilestone, "id", m.ID, "title", m.Title, "project", m.Project, "owner", m.Owner.Org, "person", m.Owner.Person,
			"due", writeDate(m.Due), "aim", writeDate(m.Aim), "share", writeDecimal(m.Share), "goLive", writeFlag(m.GoLive), "accept", writeFlag(m.Accept),
			"conditional", writeFlag(m.Conditional), "rule", m.Rule, "forecast", writeDate(m.Forecast), "reached", writeDate(m.Reached))
		if m.DueAfter != nil {
			rec.set("dueAfter", strconv.Itoa(*m.DueAfter))
		}
		rec.setAll("after", before[m.ID])
		all = append(all, rec)
	}
	for _, x := range p.Products {
		rec := recordOf(kindProduct, "id", x.ID, "milestone", x.Milestone, "title", x.Title)
		rec.setAll("criteria", x.Criteria)
		all = append(all, rec)
	}
	for _, x := range p.Checklist {
		all = append(all, recordOf(kindItem, "id", x.ID, "milestone", x.Milestone, "kind", x.Kind, "title", x.Title, "owner", x.Owner.Org, "person", x.Owner.Person))
	}
	for _, x := range p.Risks {
		all = append(all, recordOf(kindRisk, "id", x.ID, "title", x.Title, "milestone", x.Milestone, "owner", x.Owner.Org, "person", x.Owner.Person,
			"mitigation", x.Mitigation, "chance", writeWhole(x.Chance), "impact", writeWhole(x.Impact)))
	}
	for _, x := range p.ExitItems {
		all = append(all, recordOf(kindExit, "id", x.ID, "title", x.Title, "kind", x.Kind, "from", x.From, "way", x.Way, "to", x.To, "due", writeDate(x.Due)))
	}
	return all
}

// recordOf makes a record of pairs of fields and values, without the empty ones.
func recordOf(kind string, pairs ...string) record {
	rec := record{kind: kind, cells: map[string]cell{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		rec.set(pairs[i], pairs[i+1])
	}
	return rec
}

func (r record) set(field, text string) {
	if text != "" {
		r.cells[field] = cell{text: text}
	}
}

func (r record) setAll(field string, texts []string) {
	var c cell
	for _, text := range texts {
		c.list = append(c.list, cell{text: text})
	}
	if c.list != nil {
		r.cells[field] = c
	}
}

func writeDate(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func writeDecimal(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func writeWhole(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func writeFlag(b bool) string {
	if b {
		return "true"
	}
	return ""
}
