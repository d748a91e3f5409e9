package api

import (
	"time"

	"termijn/internal/app"
	"termijn/workflows/freeze"
)

var freezeResource = resource{process: freeze.Name, path: "/api/v1/freezes", tag: "Freezes"}

// FreezeCase is a freeze or a maintenance window with everything that its page shows.
type FreezeCase struct {
	Case
	State freeze.State `json:"state" doc:"The process's own state: window, items, the changes that it touches."`
	Around
}

// FreezeRow is a freeze or a maintenance window in a list.
type FreezeRow struct {
	Case
	Kind  string    `json:"kind" enum:"freeze,maintenance"`
	Items []string  `json:"items,omitempty" doc:"What it holds for; everything when absent."`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
}

func (s *server) registerFreezes() {
	at := freezeResource
	registerOpen(s, at, "Announce a freeze or maintenance",
		"Every planned change that it touches looks again with what it collides, also those already approved (B-36). A freeze without items holds for everything: change manager. Maintenance of own items: the provider's agent or manager.",
		freeze.Announcement{Kind: freeze.Freeze, Title: "Eindejaarsstop", Reason: "Piekperiode.", Items: []string{"burgerloket"}, From: *instant(2026, 12, 18, 0), To: *instant(2027, 1, 4, 0), Emergencies: true},
		s.Service.OpenFreeze)
	registerList(s, at, "List freezes and maintenance windows", "Those whose case the caller may see.", app.FreezeOf, func(c Case, own freeze.State) FreezeRow {
		return FreezeRow{Case: c, Kind: own.Kind, Items: own.Items, From: local(own.From), To: local(own.To)}
	})
	registerWhole(s, at, "Show a freeze or a maintenance window", "The whole case: window, items, what it touches.", app.FreezeOf,
		func(c Case, own freeze.State, a Around) FreezeCase { return FreezeCase{c, own, a} })
	s.registerCommands(at, []commandRoute{
		served(freeze.Change.Name, "updates", "Change it", "What it touched before and touches now looks again (B-36). Who announced it.",
			freeze.Update{To: *instant(2027, 1, 6, 0), Reason: "Twee dagen langer."}, (*app.Service).UpdateFreeze),
		command(freeze.Lift, "lifting", "Lift it", "It ends now (B-36). Who announced it.", freeze.Because{Reason: "De piek is voorbij."}),
	})
}
