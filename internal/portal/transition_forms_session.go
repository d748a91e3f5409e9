package portal

import (
	"strconv"
	"strings"

	"termijn/workflows/transition"
)

// openable are the planned sessions, the next one first.
func (r transitionReader) openable() []matter {
	return mattersOf(keep(r.sessions(), func(id string) bool { return r.own.Sessions[id].State == transition.SessionPlanned }),
		func(id string) string { return r.sessionLine(r.own.Sessions[id]).When })
}

// plannable are the planned sessions and an extra one.
func plannable(r transitionReader) []matter {
	return append(r.openable(), matter{"extra", r.say.T("programme.session.extra")})
}

// fillParticipants begins with everybody who must be there: the Board, the Service
// Integrator and every provider of the programme (N-04).
func fillParticipants(r transitionReader, _ string) Form {
	f := newForm()
	for i, org := range append([]string{"si", "board"}, r.Parties.Providers...) {
		f.Values.Set("participants["+strconv.Itoa(i)+"].org", org)
		f.Values.Set("participants["+strconv.Itoa(i)+"].present", "yes")
	}
	return f
}

func drawParticipants(page *commandPage, r transitionReader) {
	f := page.Form
	if s, ok := r.own.Sessions[page.Subject]; ok {
		page.Facts = []fact{{r.say.T("transition.session"), r.sessionLine(s).When}, {r.say.T("programme.agenda"), r.say.T("programme.agenda.items", "Count", len(r.own.Agenda()))}}
	}
	orgs := []Choice{{Text: r.say.T("form.choose")}}
	for _, org := range append([]string{"si", "board"}, r.Parties.Providers...) {
		orgs = append(orgs, Choice{Value: org, Text: r.name(org)})
	}
	for i := range max(1, f.rowCount("participants")) {
		at := "participants[" + strconv.Itoa(i) + "]"
		n := r.say.T("programme.participant.number", "Number", i+1) + ": "
		for _, x := range []Field{f.Check(at+".present", "transition.present"), f.Select(at+".org", "transition.org", orgs), f.make("text", at+".role", "transition.who")} {
			page.Fields = append(page.Fields, f.named(x, n+x.Label).Optional())
		}
	}
	page.More = r.say.T("programme.participant.more")
}

func readParticipants(in *entries, _ transitionReader) transition.SessionOpening {
	o := transition.SessionOpening{Session: in.Value("subject")}
	for i := range in.rowCount("participants") {
		at := "participants[" + strconv.Itoa(i) + "]"
		if in.Has(at+".present", "yes") && in.Value(at+".org") != "" {
			o.Participants = append(o.Participants, transition.Participation{Org: in.Value(at + ".org"), Role: strings.TrimSpace(in.Value(at + ".role"))})
		}
	}
	return o
}
