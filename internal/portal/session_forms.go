package portal

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/session"
)

// sessionCommand is a form of a session.
type sessionCommand[B any] = commandForm[sessionReader, B]

// sessionForms are the forms of a session's commands, in the order of its story. Most
// stand on the session's page too.
func (p *portal) sessionForms() {
	const name = session.Name
	serve(p, name, sessionCommand[session.Adding]{command: session.Add, ask: []ask{askChoice("change"), askText("reason", 3)},
		choices: map[string]func(sessionReader) []Choice{"change": sessionReader.addableChoices},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m session.Adding) (casework.Receipt, error) {
			return s.AddItem(ctx, who, ref, key, m)
		}})
	serve(p, name, sessionCommand[session.TakingOff]{command: session.TakeOff, about: itemsOpen, draw: drawAgendaItem, ask: []ask{askSubject("change"), askText("reason", 3)}})
	serve(p, name, sessionCommand[session.Ordering]{command: session.Order, shape: onSession, ask: []ask{askText("changes", 12)}, fill: fillOrder, read: readAgendaOrder,
		fields: func(Form) map[string]string { return orderPaths }})
	serve(p, name, sessionCommand[session.Nothing]{command: session.Refill, shape: onSession})
	serve(p, name, sessionCommand[session.Nothing]{command: session.Open, draw: drawOpening})
	serve(p, name, sessionCommand[session.Attendance]{command: session.Attend, shape: onSession, about: seatsOfSession, ask: []ask{askSubject("seat"), askChoice("person").orNot(), askTick("left")},
		choices: map[string]func(sessionReader) []Choice{"person": sessionReader.everybody},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m session.Attendance) (casework.Receipt, error) {
			return s.Attend(ctx, who, ref, key, m)
		}})
	serve(p, name, sessionCommand[session.Fronting]{command: session.Front, shape: onSession, about: itemsOrNone, ask: []ask{askSubject("change")}})
	serve(p, name, sessionCommand[session.Deciding]{command: session.Decide, shape: onSession, about: itemsOpen, draw: drawAgendaItem, fill: fillDecision, read: readDecision,
		ask: append([]ask{askContent("content")}, append(slices.Clone(askDecide), askTick("acceptLate"))...),
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m session.Deciding) (casework.Receipt, error) {
			return s.RuleOn(ctx, who, ref, key, m)
		}})
	serve(p, name, sessionCommand[session.Stroke]{command: session.DealAgree, shape: onSession, draw: drawStroke, fill: fillStroke, read: readStroke,
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m session.Stroke) (casework.Receipt, error) {
			return s.DealAgreed(ctx, who, ref, key, m)
		}})
	serve(p, name, sessionCommand[session.Entry]{command: session.Minute, shape: onSession, ask: askMinute,
		choices: map[string]func(sessionReader) []Choice{"change": func(r sessionReader) []Choice { return r.aboutChoices()[1:] }}})
	serve(p, name, sessionCommand[session.Closing]{command: session.Close, shape: onSession, ask: []ask{askText("summary", 8)}})
}

// onSession shows a form as a page; one that stood on the session's page comes back
// there, so that what is typed in the others stays.
func onSession(v *visit, status int, page *commandPage) error {
	if page.Form.Value("at") != atSession {
		return plainCommand(v, status, page)
	}
	return v.sessionAgain(status, page)
}

// sessionAgain shows the session's page with a form that could not be done.
func (v *visit) sessionAgain(status int, failed *commandPage) error {
	r, err := readWith[sessionReader](v)
	if err != nil {
		return err
	}
	r.failed = &failedForm{commandPage: failed}
	page, err := v.casePage(r)
	if err != nil {
		return err
	}
	page.Here = r.path()
	return sessionProcess.caseShape(v, status, page)
}

// itemsOpen are the items on which can be decided; itemsOrNone put one in front, or none.
func itemsOpen(r sessionReader) []matter {
	var all []matter
	for _, i := range r.openItems() {
		if i.State != session.ItemDeciding {
			all = append(all, matter{i.Change, i.Title})
		}
	}
	return all
}

func itemsOrNone(r sessionReader) []matter {
	return append(itemsOpen(r), matter{"", r.say.T("session.front.none")})
}

func seatsOfSession(r sessionReader) []matter {
	var all []matter
	for _, s := range seatsInOrder(r.own.About.Panel) {
		if r.leads() || r.takes(s) {
			all = append(all, matter{s.ID, s.Name})
		}
	}
	return all
}

// everybody are those who can take a seat, for whoever leads.
func (r sessionReader) everybody() []Choice {
	var all []Choice
	for _, s := range seatsInOrder(r.own.About.Panel) {
		for _, p := range r.people[s.ID] {
			if !slices.ContainsFunc(all, func(c Choice) bool { return c.Value == p.ID }) {
				all = append(all, Choice{Value: p.ID, Text: p.Name})
			}
		}
	}
	return all
}

func (r sessionReader) addableChoices() []Choice {
	var all []Choice
	for _, row := range r.addable {
		all = append(all, Choice{Value: row.Ref, Text: row.Ref + " – " + row.Title})
	}
	return all
}

func drawAgendaItem(page *commandPage, r sessionReader) {
	if i, ok := r.own.Items[page.Subject]; ok {
		page.Facts = []fact{{r.say.T("session.item"), i.Change + " – " + i.Title}, {r.say.T("change.provider"), r.name(i.Provider)}}
	}
}

// drawOpening says what opening the session does.
func drawOpening(page *commandPage, r sessionReader) {
	page.Facts = []fact{{r.say.T("session.planned"), r.say.DateTime(r.own.About.At)}, {r.say.T("session.agenda"), r.say.T("board.meeting.items", "Count", len(r.openItems()))}}
	if r.own.Cut == nil {
		page.Warnings = append(page.Warnings, r.say.T("session.opening.closes"))
	}
	if r.Now.Before(r.own.About.At) {
		page.Warnings = append(page.Warnings, r.say.T("session.opening.early", "At", r.say.DateTime(r.own.About.At)))
	}
}

// orderPaths lead what is wrong with an order to its field.
var orderPaths = func() map[string]string {
	paths := map[string]string{}
	for n := range 200 {
		paths["changes["+strconv.Itoa(n)+"]"] = "changes"
	}
	return paths
}()

func fillOrder(r sessionReader, _ string) Form {
	var refs []string
	for _, i := range r.openItems() {
		refs = append(refs, i.Change)
	}
	return newForm("changes", strings.Join(refs, "\n"))
}

// readAgendaOrder is the order as it stood for its reader, with one item moved.
func readAgendaOrder(in *entries, _ sessionReader) session.Ordering {
	refs := strings.Fields(in.Value("changes"))
	way, ref, moves := strings.Cut(in.Value("move"), ":")
	n := slices.Index(refs, ref)
	if !moves || n < 0 {
		return session.Ordering{Changes: refs}
	}
	to := map[string]int{"first": 0, "up": n - 1, "down": n + 1}[way]
	refs = slices.Delete(refs, n, n+1)
	return session.Ordering{Changes: slices.Insert(refs, max(0, min(to, len(refs))), ref)}
}
