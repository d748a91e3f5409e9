package api

import (
	"time"

	"termijn/internal/app"
	"termijn/workflows/notice"
)

var noticeResource = resource{process: notice.Name, path: "/api/v1/notices", tag: "Notices"}

// NoticeCase is a notice of planned unavailability with everything that its page shows.
type NoticeCase struct {
	Case
	State notice.State `json:"state" doc:"The process's own state: service, text, window, Clients."`
	Around
}

// NoticeRow is a notice of planned unavailability in a list.
type NoticeRow struct {
	Case
	Service string    `json:"service"`
	From    time.Time `json:"from" doc:"When the window begins."`
	To      time.Time `json:"to" doc:"When the window ends."`
	Weekend bool      `json:"weekend" doc:"Whether the whole window lies in one weekend, so that it can count as planned (E-37)."`
}

const byAnnouncer = "Service Desk, change manager."

func (s *server) registerNotices() {
	at := noticeResource
	registerOpen(s, at, "Publish planned unavailability",
		"Stands on the status page from now on, and is mailed to the Clients that it affects and to subscribers (E-06). Outside a weekend it does not count as planned, and the receipt says so (E-37). "+byAnnouncer,
		notice.Announcement{Service: "hosting", Title: "Onderhoud van serverzaal 1", Text: "De toepassingen zijn enkele uren niet beschikbaar.",
			From: *instant(2026, 6, 13, 6), To: *instant(2026, 6, 13, 12), Clients: []string{"noord"}},
		s.Service.OpenNotice)
	registerList(s, at, "List notices", "Notices whose case the caller may see: the Service Integrator, the Board, the provider of the service, and a Client that it affects alone. "+
		"Everybody reads those that hold in /status.", app.NoticeOf, func(c Case, own notice.State) NoticeRow {
		return NoticeRow{Case: c, Service: own.Service, From: own.From, To: own.To, Weekend: own.Weekend}
	})
	registerWhole(s, at, "Show a notice", "The whole case: text, window, who was told.", app.NoticeOf,
		func(c Case, own notice.State, a Around) NoticeCase { return NoticeCase{c, own, a} })
	s.registerCommands(at, noticeCommands)
}

// noticeCommands are all commands of a notice, in the order of its story.
var noticeCommands = []commandRoute{
	command(notice.Change, "updates", "Change text or window",
		"The same people are mailed again (E-06). A window that has begun keeps its beginning. "+byAnnouncer,
		notice.Update{Text: "Het onderhoud duurt een uur langer.", To: *instant(2026, 6, 13, 13)}),
	command(notice.End, "ending", "Say that it is available again", "Before the window ends (E-06). "+byAnnouncer, notice.Ending{Text: "Alles werkt weer."}),
	command(notice.Cancel, "cancellation", "Call it off", "Planned work that does not go through, before its window begins; it is mailed (E-06). "+byAnnouncer,
		notice.Because{Reason: "De leverancier is verhinderd."}),
}
