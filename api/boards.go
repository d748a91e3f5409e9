package api

import (
	"time"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

var (
	boardResource   = resource{process: board.Name, path: "/api/v1/cab/boards", tag: "Boards"}
	sessionResource = resource{process: session.Name, path: "/api/v1/cab/meetings", tag: "Boards"}
)

// BoardCase is a change board with everything that its page shows.
type BoardCase struct {
	Case
	State board.State `json:"state" doc:"The process's own state: definition with its number, the next meetings, the one in preparation."`
	Around
}

// BoardRow is a change board in a list.
type BoardRow struct {
	Case
	Kind    string `json:"kind" enum:"cab,ecab"`
	Current string `json:"current,omitempty" example:"ZIT-2026-000042" doc:"The meeting in preparation or in session."`
}

// SessionCase is a meeting of a board with everything that its page shows.
type SessionCase struct {
	Case
	State session.State `json:"state" doc:"The process's own state: agenda, presence, the item in front, decisions, minutes."`
	Around
}

// SessionRow is a meeting of a board in a list.
type SessionRow struct {
	Case
	Board string    `json:"board" example:"CAB-2026-000001"`
	At    time.Time `json:"at" doc:"Its planned beginning."`
	Items int       `json:"items" doc:"How many items are on its agenda."`
}

func (s *server) registerBoards() {
	at := boardResource
	registerOpen(s, at, "Set up a change board",
		"Seats with holders and delegates, what each seat's vote covers, quorum, rule of decision, and the rhythm of its meetings: a cron expression in Europe/Brussels (B-33, F-04). "+byChangeManager,
		exampleBoard(), s.Service.OpenBoard)
	registerList(s, at, "List change boards", "Boards whose case the caller may see.", app.BoardOf, func(c Case, own board.State) BoardRow {
		return BoardRow{Case: c, Kind: own.Definition.Kind, Current: own.Current}
	})
	registerWhole(s, at, "Show a change board", "The whole case: its definition, its next meetings with what is odd about them.", app.BoardOf,
		func(c Case, own board.State, a Around) BoardCase { return BoardCase{c, own, a} })
	s.registerCommands(at, boardCommands)
	at = sessionResource
	registerList(s, at, "List meetings of change boards", "Meetings whose case the caller may see.", app.SessionOf, func(c Case, own session.State) SessionRow {
		return SessionRow{Case: c, Board: own.About.Board, At: local(own.About.At), Items: len(own.Items)}
	})
	registerWhole(s, at, "Show a meeting of a change board", "The whole case: agenda, presence, decisions, minutes.", app.SessionOf,
		func(c Case, own session.State, a Around) SessionCase { return SessionCase{c, own, a} })
	s.registerCommands(at, sessionCommands)
}

// exampleBoard is a definition that lacks nothing.
func exampleBoard() board.Definition {
	return board.Definition{Name: "CAB van het ecosysteem", Kind: board.Regular, Rule: change.RuleChair, Quorum: 2, Cron: "0 10 * * 3", Minutes: 60, Cutoff: 1, Each: 5,
		Seats: map[string]change.Seat{
			"chair": {ID: "chair", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: "si-cab-voorzitter"}},
			"alfa":  {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Org: "alfa", Role: "manager"}},
		}}
}

// boardCommands are the commands of a board, in the order of its story.
var boardCommands = []commandRoute{
	served(board.Redefine.Name, "definitions", "Change its definition", "Seen is the number of the version that the writer began from. Changes and meetings under way keep theirs (B-33). "+byChangeManager,
		board.Redefinition{Seen: 1, Definition: exampleBoard(), Reason: "Een zetel erbij."}, (*app.Service).RedefineBoard),
	command(board.Skip, "skipped-meetings", "Skip a planned meeting", "At is its planned beginning (B-33). "+byChangeManager, board.Skipping{At: *instant(2026, 6, 17, 10), Reason: "Feestdag."}),
	served(board.Move.Name, "moved-meetings", "Move a planned meeting", "At is its planned beginning, to the new one (B-33). "+byChangeManager,
		board.Moving{At: *instant(2026, 6, 17, 10), To: *instant(2026, 6, 18, 10), Reason: "De zaal is bezet."}, (*app.Service).MoveMeeting),
	served(board.Extra.Name, "extra-meetings", "Call an extra meeting", "Beside the rhythm (B-33). "+byChangeManager,
		board.Calling{At: *instant(2026, 6, 19, 14), Reason: "Een dringende reeks wijzigingen."}, (*app.Service).CallMeeting),
	command(board.Close, "closing", "Close the board", "Its meeting in preparation ends with it (B-33). "+byChangeManager, board.Because{Reason: "Samengevoegd."}),
}

// sessionCommands are the commands of a meeting, in the order of its story.
var sessionCommands = []commandRoute{
	served(session.Add.Name, "items", "Put a change on the agenda", "After the cut-off, with the reason (B-33). "+byChangeManager,
		session.Adding{Change: "CHG-2026-000042", Reason: "Dringend."}, (*app.Service).AddItem),
	command(session.TakeOff, "taken-off-items", "Take a change off the agenda", "It comes before the next meeting (B-33). "+byChangeManager, session.TakingOff{Change: "CHG-2026-000042", Reason: "Nog niet klaar."}),
	command(session.Order, "order", "Order the agenda", "All items, in their new order (B-33). "+byChangeManager, session.Ordering{Changes: []string{"CHG-2026-000042"}}),
	command(session.Refill, "refill", "Fill the agenda again", "With the changes that wait for the board (B-33). "+byChangeManager, session.Nothing{}),
	command(session.Open, "opening", "Open the meeting", byChangeManager, session.Nothing{}),
	served(session.Attend.Name, "presence", "Take or leave a seat", "A holder and a delegate take one seat (B-33). Who holds it, or the chair for somebody.",
		session.Attendance{Seat: "chair"}, (*app.Service).Attend),
	command(session.Front, "front", "Put an item in front", "From now on its time is counted (B-33). "+byChangeManager, session.Fronting{Change: "CHG-2026-000042"}),
	served(session.Decide.Name, "rulings", "Decide on the item in front", "On the content that the chair saw; the change may refuse (B-33). "+byChangeManager,
		session.Deciding{Change: "CHG-2026-000042", Ballot: "B1", Content: "5f1c0a7b9d2e4c68", Option: change.Approve}, (*app.Service).RuleOn),
	served(session.DealAgree.Name, "strokes", "Approve what all agree on", "In one stroke, each on the content that the chair saw (B-33). "+byChangeManager,
		session.Stroke{Items: []session.Seen{{Change: "CHG-2026-000042", Ballot: "B1", Content: "5f1c0a7b9d2e4c68"}}}, (*app.Service).DealAgreed),
	command(session.Minute, "minutes", "Write a line of the minutes", byChangeManager, session.Entry{Text: "De volgende zitting is digitaal."}),
	command(session.Close, "closing", "Close the meeting", "What was not decided is carried over, and the minutes are mailed (B-33). "+byChangeManager, session.Closing{Summary: "Alles is beslist."}),
}
