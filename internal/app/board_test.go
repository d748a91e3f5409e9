package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// boardNamed waits until a board of the demonstration has its next meeting in
// preparation, when it has a rhythm.
func boardNamed(t *testing.T, w *apptest.World, name string) (ref string, own board.State) {
	t.Helper()
	require.Eventually(t, func() bool {
		rows, err := w.Store.Boards(t.Context())
		require.NoError(t, err)
		for _, row := range rows {
			if row.Title == name {
				ref = row.Ref
				own, err = app.BoardOf(row)
				require.NoError(t, err)
			}
		}
		return ref != "" && (own.Definition.Cron == "" || own.Current != "")
	}, 30*time.Second, 20*time.Millisecond)
	return ref, own
}

func TestTheBoardThatDecidesIsFound(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithBoards(), apptest.From(onTheWall("2026-03-04 10:00"))) // a Wednesday
	require.NoError(t, w.Service.EnsureBoards(t.Context()), "twice does nothing")
	rows, err := w.Store.Boards(t.Context())
	require.NoError(t, err)
	require.Len(t, rows, 3)
	cab, own := boardNamed(t, w, "CAB van het ecosysteem")
	gos, _ := boardNamed(t, w, "GOS CAB")
	ecab, _ := boardNamed(t, w, "E-CAB")
	require.Len(t, own.Planned, 8)

	panel, err := w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"kernrouter"}}, false)
	require.NoError(t, err)
	require.Equal(t, []any{cab, own.Current, 1, "CAB van het ecosysteem", 5, 3}, []any{panel.Board, panel.Meeting, panel.Version, panel.Name, len(panel.Seats), panel.Quorum})
	require.Equal(t, []string{"alfa", "beta", "board", "si"}, []string{panel.Seats["alfa"].Org, panel.Seats["beta"].Org, panel.Seats["bestuur"].Org, panel.Seats["voorzitter"].Org},
		"who holds a seat may read what it votes on")
	panel, err = w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"kernrouter", "gos"}}, false)
	require.NoError(t, err)
	require.Equal(t, gos, panel.Board, "what touches GOS comes before its board (F-04)")

	// The seats of the E-CAB are those of the change (B-34).
	panel, err = w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"gos"}, Client: "noord"}, true)
	require.NoError(t, err)
	require.Equal(t, ecab, panel.Board)
	require.Empty(t, panel.Meeting)
	require.Equal(t, record.Recipient{Org: "alfa", Role: "manager"}, panel.Seats["dienstverlener"].Holder)
	require.Equal(t, record.Recipient{Org: "noord", Role: "approver"}, panel.Seats["klant"].Holder)
	panel, err = w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"gos"}}, true)
	require.NoError(t, err)
	require.NotContains(t, panel.Seats, "klant", "it is for no Client")

	panel, err = w.Service.PanelOf(t.Context(), gos, "alfa", change.Content{})
	require.NoError(t, err)
	require.Equal(t, gos, panel.Board)
	_, err = w.Service.PanelOf(t.Context(), own.Current, "alfa", change.Content{})
	require.ErrorIs(t, err, app.ErrNotFound, "a session is no board")
}

// What comes after the cut-off waits for the meeting after the next.
func TestAClosedAgendaIsNoMeetingForAChange(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithBoards()) // the day before the meeting
	_, own := boardNamed(t, w, "CAB van het ecosysteem")
	require.NotEmpty(t, own.Current)
	panel, err := w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"kernrouter"}}, false)
	require.NoError(t, err)
	require.Empty(t, panel.Meeting)
}

func TestWithoutABoardThereIsNone(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	panel, err := w.Service.PanelFor(t.Context(), "alfa", change.Content{Items: []string{"netwerk"}}, false)
	require.NoError(t, err)
	require.Nil(t, panel)
}

// seats are those of a small board.
func seats() map[string]change.Seat {
	return map[string]change.Seat{
		"voorzitter": {ID: "voorzitter", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: "si-cab-voorzitter"}},
		"alfa": {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Org: "alfa", Role: "manager"},
			Delegates: []change.Delegate{{Person: "alfa-medewerker"}}},
	}
}

func small() board.Definition {
	return board.Definition{Name: "Kleine raad", Kind: board.Regular, Seats: seats(), Rule: change.RuleAll, Quorum: 2, Cron: "0 10 * * 2", Minutes: 60, Cutoff: 1, Each: 5}
}

func TestABoardThatCannotSitIsRefused(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	chair := w.As(t, "si-cab-voorzitter")
	seat := func(id string, s change.Seat) func(*board.Definition) {
		return func(d *board.Definition) { s.ID = id; d.Seats[id] = s }
	}
	for field, spoil := range map[string]func(*board.Definition){
		"definition.name=required":    func(d *board.Definition) { d.Name = " " },
		"definition.cron=cron":        func(d *board.Definition) { d.Cron = "dinsdag 10 uur" },
		"definition.cron=cron_never":  func(d *board.Definition) { d.Cron = "0 10 30 2 *" },
		"definition.cron=cron_often":  func(d *board.Definition) { d.Cron = "0 * * * *" },
		"definition.scope[0]=unknown": func(d *board.Definition) { d.Scope = []string{"bestaat-niet"} },
		"definition.seats=one_chair":  func(d *board.Definition) { delete(d.Seats, "voorzitter"); d.Quorum = 1 },
		"definition.seats=one_client": func(d *board.Definition) {
			d.Seats["n"] = clientSeat("n", "noord")
			d.Seats["z"] = clientSeat("z", "zuid")
		},
		"definition.seats.beta.holder=other_side":                      seat("beta", change.Seat{Name: "Beta", Side: change.SideBoard, Holder: record.Recipient{Org: "beta", Role: "manager"}}),
		"definition.seats.beta.holder=unknown":                         seat("beta", change.Seat{Name: "Beta", Side: change.SideProvider, Holder: record.Recipient{Person: "niemand"}}),
		"definition.seats.beta.delegates[0].person=other_organisation": seat("beta", change.Seat{Name: "Beta", Side: change.SideProvider, Holder: record.Recipient{Org: "beta", Role: "manager"}, Delegates: []change.Delegate{{Person: "si-servicedesk"}}}),
		"definition.quorum=between":                                    func(d *board.Definition) { d.Quorum = 3 },
	} {
		d := small()
		d.Seats = seats()
		spoil(&d)
		_, err := w.Service.OpenBoard(t.Context(), chair, field, d)
		refusal, ok := casework.RefusalOf(err)
		require.True(t, ok, "%s: %v", field, err)
		var got []string
		for _, f := range refusal.Fields {
			got = append(got, f.Field+"="+f.Code)
		}
		require.Contains(t, got, field)
	}
	_, err := w.Service.OpenBoard(t.Context(), w.As(t, "si-servicedesk"), "desk", small())
	require.ErrorIs(t, err, app.ErrForbidden)
}

func clientSeat(id, org string) change.Seat {
	return change.Seat{ID: id, Name: org, Side: change.SideClient, Holder: record.Recipient{Org: org, Role: "approver"}}
}

func TestABoardIsKeptByItsChair(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	chair := w.As(t, "si-cab-voorzitter")
	opened, err := w.Service.OpenBoard(t.Context(), chair, "one", small())
	require.NoError(t, err)
	again, err := w.Service.OpenBoard(t.Context(), chair, "one", small())
	require.NoError(t, err)
	require.Equal(t, opened.Ref, again.Ref, "a second click does nothing twice")
	ref, own := boardNamed(t, w, "Kleine raad")
	require.Equal(t, opened.Ref, ref)
	next := own.Planned[own.Meetings()[0]]
	require.Equal(t, "2026-03-03 10:00", face(next.At))
	require.Equal(t, "2026-03-03 00:00", face(next.Cutoff), "the end of the working day before")

	// Moved: the cut-off moves with it, and a day without work is said.
	second := own.Planned[own.Meetings()[1]]
	_, err = w.Service.MoveMeeting(t.Context(), chair, ref, "move", board.Moving{At: second.At, To: onTheWall("2026-03-14 09:00"), Reason: "Zaal bezet"})
	require.NoError(t, err)
	moved := boardState(t, w, ref).Planned[own.Meetings()[1]]
	require.Equal(t, []string{"2026-03-14 09:00", "2026-03-14 00:00"}, []string{face(moved.At), face(moved.Cutoff)})
	require.Equal(t, []string{record.MeetingNoWorkingDay}, moved.Notes)
	require.True(t, moved.Moved.Equal(second.At))

	// The one in preparation is skipped: it is called off, and the next one prepared.
	_, err = app.Send(t.Context(), w.Service, chair, board.Name, ref, "skip", board.Skip, board.Skipping{At: next.At, Reason: "Niemand kan"})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		now := boardState(t, w, ref)
		return now.Current != "" && now.Current != own.Current
	}, 30*time.Second, 20*time.Millisecond)
	was, err := w.Service.Case(t.Context(), chair, own.Current)
	require.NoError(t, err)
	require.Equal(t, "called_off", was.Outcome)

	// An extra one has its own session at once.
	_, err = w.Service.CallMeeting(t.Context(), chair, ref, "extra", board.Calling{At: onTheWall("2026-03-05 15:00"), Reason: "Achterstand"})
	require.NoError(t, err)
	require.Eventually(t, func() bool { return boardState(t, w, ref).Planned["2026-03-05T14:00:00Z"].Meeting != "" }, 30*time.Second, 20*time.Millisecond)

	// Who writes from an old version is told; a provider without a seat does not see it.
	d := small()
	d.Name = "Kleine raad, hernoemd"
	_, err = w.Service.RedefineBoard(t.Context(), chair, ref, "redefine", board.Redefinition{Seen: 1, Definition: d, Reason: "Naam"})
	require.NoError(t, err)
	_, err = w.Service.RedefineBoard(t.Context(), chair, ref, "redefine again", board.Redefinition{Seen: 1, Definition: d, Reason: "Naam"})
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, casework.CodeStale, refusal.Code)
	for person, sees := range map[string]bool{"alfa-medewerker": true, "beta-medewerker": false, "noord-aanvrager": false, "bestuurslid": true} {
		_, err := w.Service.Case(t.Context(), w.As(t, person), ref)
		require.Equal(t, sees, err == nil, person)
	}
}

func boardState(t *testing.T, w *apptest.World, ref string) board.State {
	t.Helper()
	row, err := w.Store.Case(context.WithoutCancel(t.Context()), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	own, err := app.BoardOf(row)
	require.NoError(t, err)
	return own
}

var brussels = func() *time.Location {
	l, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return l
}()

func face(at time.Time) string { return at.In(brussels).Format("2006-01-02 15:04") }

func onTheWall(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, brussels)
	if err != nil {
		panic(err)
	}
	return at
}
