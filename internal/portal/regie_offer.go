package portal

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/i18n"
	"termijn/workflows/regie"
)

// lineForm are the fields of one offer line.
type lineForm struct {
	Number  int
	Fields  []Field
	Numbers []Field
	// Maximum is the profile's maximum price, Amount what the line comes to.
	Maximum, Amount string
	Subcontractor   Field
	// Removable is false for the only line.
	Removable bool
}

// Index is the line's number in the names of its fields.
func (l lineForm) Index() int { return l.Number - 1 }

var offerShape = newCommandShape[*regiePart]("regie_offer")

// offerForms are the forms about the offer and the people in it (M-02, M-03).
func (p *portal) offerForms() {
	serve(p, regie.Name, regieForm[regie.OfferDraft]{command: regie.SubmitOffer, shape: offerShape, rows: "lines", fill: fillOffer, draw: drawOffer, read: readOffer,
		fields: func(Form) map[string]string { return map[string]string{"lines": "lines[0].profile"} }})
	serve(p, regie.Name, regieForm[regie.InterviewRequest]{command: regie.RequestInterview, about: regieReader.candidates,
		draw: func(page *commandPage, r regieReader) {
			page.Facts = r.personFacts(page.Subject)
			page.Fields = []Field{page.Form.Area("remark", "regie.interview.remark", 4).Optional()}
		},
		read: func(in *entries, _ regieReader) regie.InterviewRequest {
			return regie.InterviewRequest{Subject: in.Value("subject"), Remark: in.Value("remark")}
		}})
	serve(p, regie.Name, regieForm[regie.InterviewReport]{command: regie.ReportInterview, about: interviewSubjects,
		draw: func(page *commandPage, r regieReader) {
			page.Facts = r.personFacts(page.Subject)
			if x := r.own.Interviews[page.Subject]; x.Remark != "" {
				page.Facts = append(page.Facts, fact{r.say.T("regie.interview.remark"), x.Remark})
			}
			page.Fields = []Field{page.Form.Area("report", "regie.interview.report", 5)}
		},
		read: func(in *entries, _ regieReader) regie.InterviewReport {
			return regie.InterviewReport{Subject: in.Value("subject"), Report: in.Value("report")}
		}})
	serve(p, regie.Name, regieForm[regie.ReplacementRequest]{command: regie.RequestReplacement, about: lineSubjects,
		ask:  []ask{askSubject("line"), askText("reason", 4)},
		draw: func(page *commandPage, r regieReader) { page.Facts = r.personFacts(page.Subject) }})
	serve(p, regie.Name, regieForm[regie.Substitution]{command: regie.ReplaceCandidate, about: lineSubjects, draw: drawSubstitution, read: readSubstitution})
}

func interviewSubjects(r regieReader) []matter {
	var all []matter
	for _, x := range r.interviewsOpen() {
		all = append(all, matter{x.Subject, r.person(x.Subject)})
	}
	return all
}

// lineSubjects are the people of the offer who still work.
func lineSubjects(r regieReader) []matter {
	var all []matter
	for _, l := range r.working() {
		all = append(all, matter{l.ID, r.text(l.Candidate)})
	}
	return all
}

// personFacts are what is known of the person on a line or in a replacement.
func (r regieReader) personFacts(subject string) []fact {
	if r.own.Offer != nil {
		if l, ok := r.own.Offer.Lines[subject]; ok {
			return []fact{{r.say.T("regie.line.person"), r.text(l.Candidate)}, {r.say.T("regie.line.profile"), r.profile(l.Profile)},
				{r.say.T("regie.line.cv"), r.text(l.CV)}}
		}
	}
	if x, ok := r.own.Replacements[subject]; ok {
		return []fact{{r.say.T("regie.line.person"), r.text(x.Candidate)}, {r.say.T("regie.line.cv"), r.text(x.CV)},
			{r.say.T("regie.justification"), x.Justification}}
	}
	return nil
}

func drawSubstitution(page *commandPage, r regieReader) {
	page.Facts = r.personFacts(page.Subject)
	page.Fields = []Field{page.Form.Field("candidate", "regie.candidate.new"), page.Form.Field("cv", "regie.line.cv"),
		page.Form.Field("staff", "regie.line.staff").Short(), page.Form.Area("justification", "regie.justification", 4)}
}

func readSubstitution(in *entries, _ regieReader) regie.Substitution {
	return regie.Substitution{Line: in.Value("subject"), Candidate: in.Value("candidate"), CV: in.Value("cv"), Staff: in.Value("staff"),
		Justification: in.Value("justification")}
}

// fillOffer begins with what stands: a line for each profile that was asked for,
// or the offer that is to be renewed.
func fillOffer(r regieReader, _ string) Form {
	f := newForm()
	if o := r.own.Offer; o != nil {
		f.Values.Set("plan", o.Plan)
		for i, l := range linesOf(*o) {
			at := fmt.Sprintf("lines[%d].", i)
			for name, value := range map[string]string{"profile": l.Profile, "candidate": r.text(l.Candidate), "cv": r.text(l.CV), "staff": l.Staff,
				"hours": typed(r.say, l.Hours), "price": typed(r.say, l.Price), "fte": typed(r.say, l.FTE)} {
				f.Values.Set(at+name, value)
			}
			if l.Subcontractor {
				f.Values.Set(at+"subcontractor", "yes")
			}
		}
		return f
	}
	for i, w := range r.own.Request.Profiles {
		at := fmt.Sprintf("lines[%d].", i)
		f.Values.Set(at+"profile", w.Profile)
		f.Values.Set(at+"fte", typed(r.say, w.FTE))
	}
	return f
}

// typed writes a decimal as somebody would type it.
func typed(say *i18n.Printer, d decimal.Decimal) string {
	text := d.String()
	if say.Lang() == i18n.Dutch {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// drawOffer lays out the lines, each with its profile's maximum price (M-17) and
// what it comes to, and the running total.
func drawOffer(page *commandPage, r regieReader) {
	page.Facts = []fact{{r.say.T("regie.goal"), r.own.Request.Goal}, {r.say.T("regie.period"), r.request().Facts[4].Value}}
	if k, ok := r.clock(regie.ClockAnswer); ok && !k.Stopped() {
		page.Facts = append(page.Facts, fact{r.say.T("regie.answer_time"), r.say.Deadline(k.Result.Due)})
	}
	own, total := regieOwn(page), decimal.Zero
	n := max(1, page.Form.rowCount("lines"))
	for i := range n {
		at := fmt.Sprintf("lines[%d].", i)
		s := page.Form
		l := lineForm{Number: i + 1, Removable: n > 1, Subcontractor: s.Check(at+"subcontractor", "regie.line.subcontractor.field"),
			Fields: []Field{s.Select(at+"profile", "regie.line.profile", r.maxima()), s.Field(at+"candidate", "regie.line.person"),
				s.Field(at+"cv", "regie.line.cv"), s.Field(at+"staff", "regie.line.staff")},
			Numbers: []Field{s.NumberField(at+"fte", "regie.line.fte", "0.1"), s.NumberField(at+"hours", "regie.line.hours", "1"),
				s.NumberField(at+"price", "regie.line.price", "0.01")}}
		if limit, ok := r.own.Policy.Maxima[s.Value(at+"profile")]; ok {
			l.Maximum = r.say.T("regie.line.maximum", "Maximum", r.say.Money(limit))
			l.Numbers[2].Hint = l.Maximum
		}
		hours, err := parseDecimal(s.Value(at + "hours"))
		price, err2 := parseDecimal(s.Value(at + "price"))
		if err == nil && err2 == nil {
			amount := hours.Mul(price).Round(2)
			total = total.Add(amount)
			l.Amount = r.say.Money(amount)
		}
		own.Lines = append(own.Lines, l)
	}
	own.Total = r.say.Money(total)
	page.Fields = []Field{page.Form.Area("plan", "regie.plan", 5), page.Form.DateField("validUntil", "regie.valid_until")}
	page.More = r.say.T("regie.line.add")
}

// maxima are the profiles as choices, each with its maximum price.
func (r regieReader) maxima() []Choice {
	all := []Choice{{Text: r.say.T("regie.choose")}}
	for _, p := range r.catalogue {
		// The case keeps the maxima of the day it was opened.
		if limit, ok := r.own.Policy.Maxima[p.ID]; ok {
			all = append(all, Choice{Value: p.ID, Text: r.say.T("regie.profile.maximum", "Profile", r.profile(p.ID), "Maximum", r.say.Money(limit))})
		}
	}
	return all
}

func readOffer(in *entries, _ regieReader) regie.OfferDraft {
	o := regie.OfferDraft{Plan: in.Value("plan"), ValidUntil: in.needed("validUntil")}
	for i := range in.rowCount("lines") {
		at := fmt.Sprintf("lines[%d].", i)
		o.Lines = append(o.Lines, regie.LineDraft{Profile: in.Value(at + "profile"), Candidate: in.Value(at + "candidate"), CV: in.Value(at + "cv"),
			Staff: in.Value(at + "staff"), Hours: in.number(at + "hours"), Price: in.number(at + "price"), FTE: in.number(at + "fte"),
			Subcontractor: in.Has(at+"subcontractor", "yes")})
	}
	return o
}
