package portal

import (
	"github.com/go-chi/chi/v5"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/workflows/notice"
)

// noticeProcess is planned unavailability as the portal knows it (E-06).
var noticeProcess = process{
	name:    notice.Name,
	stages:  []string{"planned", "underway", "ended", "called_off"},
	allowed: notice.Allowed,
	grave:   []string{notice.Cancel.Name},
	view: readAs(func(v *visit, c caseReader, own notice.State) caseView {
		return noticeReader{caseReader: c, own: own, catalogue: v.portal.service.Policy.Incident}
	}),
	caseShape: newCaseShape[noticeContent]("notice_case"),
	links: func(v *visit) []NavLink {
		if !v.who.May(identity.OpenNotice, nil) {
			return nil
		}
		return []NavLink{{Path: "/notices", Text: v.text.T("nav.notices")}}
	},
}

// noticeRoutes are the list of notices, the form that opens one, and a form for
// every command.
func (p *portal) noticeRoutes(r chi.Router) {
	p.register(noticeProcess)
	r.Get("/notices", p.signedIn(p.noticeList))
	r.Get("/notices/new", p.signedIn(p.noticeNew))
	r.Post("/notices/new", p.signedIn(p.noticeOpen))
	serve(p, notice.Name, commandForm[noticeReader, notice.Update]{command: notice.Change, fill: fillNotice, read: readNotice,
		ask: []ask{askText("text", 5), askTime("from"), askTime("to")}})
	serve(p, notice.Name, commandForm[noticeReader, notice.Ending]{command: notice.End, ask: []ask{askText("text", 4)}})
	serve(p, notice.Name, commandForm[noticeReader, notice.Because]{command: notice.Cancel, ask: []ask{askText("reason", 4)}})
}

// noticeReader reads one notice for one reader.
type noticeReader struct {
	caseReader
	own       notice.State
	catalogue config.Incident
}

// noticeContent is what the page of a notice shows of its own.
type noticeContent struct {
	*Page
	Facts []fact
}

// waiting says what will happen, and when.
func (r noticeReader) waiting() string {
	switch r.Stage {
	case notice.Planned:
		return r.say.T("notice.wait.planned", "From", r.say.DateTime(r.own.From), "To", r.say.DateTime(r.own.To))
	case notice.Underway:
		return r.say.T("notice.wait.underway", "To", r.say.DateTime(r.own.To))
	}
	return r.caseReader.waiting()
}

func (r noticeReader) content(page *Page) any {
	own, say := r.own, r.say
	weekend := "notice.weekend.no"
	if own.Weekend {
		weekend = "notice.weekend.yes"
	}
	clients := say.T("notice.clients.all")
	if len(own.Clients) > 0 {
		var names []string
		for _, id := range own.Clients {
			names = append(names, r.name(id))
		}
		clients = joined(say, names)
	}
	c := noticeContent{Page: page, Facts: []fact{{say.T("notice.service"), serviceName(say, r.catalogue, own.Service)}, {say.T("notice.title"), own.Title},
		{say.T("notice.text"), own.Text}, {say.T("notice.from"), say.DateTime(own.From)}, {say.T("notice.to"), say.DateTime(own.To)},
		{say.T("notice.window"), say.T(weekend)}, {say.T("notice.clients"), clients}}}
	if own.Ended != nil {
		c.Facts = append(c.Facts, fact{say.T("notice.ended"), say.DateTime(*own.Ended)})
	}
	if own.Reason != "" {
		c.Facts = append(c.Facts, fact{say.T("notice.reason"), own.Reason})
	}
	return c
}

// fillNotice begins an update with the window as it stands.
func fillNotice(r noticeReader, _ string) Form {
	return newForm("text", r.own.Text, "from", onWall(r.own.From), "to", onWall(r.own.To))
}

// readNotice leaves out what was not changed: a window that has begun keeps its
// beginning, to the second.
func readNotice(in *entries, r noticeReader) notice.Update {
	u := notice.Update{Text: in.Value("text")}
	if in.Value("from") != onWall(r.own.From) {
		u.From = in.instant("from")
	}
	if in.Value("to") != onWall(r.own.To) {
		u.To = in.instant("to")
	}
	return u
}
