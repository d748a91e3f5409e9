package regie

import "slices"

// Hide moves the candidates' names and CVs to the vault of personal texts.
func (o OfferDraft) Hide(keep func(field, text string) string) OfferDraft {
	o.Lines = slices.Clone(o.Lines)
	for i := range o.Lines {
		l := &o.Lines[i]
		l.Candidate, l.CV = keep("candidate", l.Candidate), keep("cv", l.CV)
	}
	return o
}

// Hide moves the new candidate's name and CV to the vault of personal texts.
func (m Substitution) Hide(keep func(field, text string) string) Substitution {
	m.Candidate, m.CV = keep("candidate", m.Candidate), keep("cv", m.CV)
	return m
}
