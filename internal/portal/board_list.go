package portal

import (
	"net/http"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/board"
)

// boardListPage lists the change boards that the reader may see.
type boardListPage struct {
	Page
	Rows   []boardRow
	Closed []boardRow
	// CanOpen: the reader can set a board up.
	CanOpen bool
	Next    string
}

// boardRow is a board in the list.
type boardRow struct {
	Ref, Path, Name, Kind, Rhythm, Seats string
	// Next is the next meeting, Odd what is odd about it; Current leads to the one that
	// is prepared or held.
	Next, Odd, Current string
}

var boardListShape = newShape("board_list", &boardListPage{})

// boardsShown is how many boards a page of the list has: there are a handful.
const boardsShown = 100

func (p *portal) boardList(v *visit) error {
	rows, next, err := p.service.Cases(v.r.Context(), v.who, ledger.CaseFilter{Process: board.Name, Sort: "opened"}, ledger.Page{Limit: boardsShown, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &boardListPage{Page: v.page(v.text.T("nav.boards")), CanOpen: v.who.May(identity.OpenBoard, nil)}
	page.Wide = true
	if next != "" {
		page.Next = v.turn(next)
	}
	for _, row := range rows {
		own, err := app.BoardOf(row)
		if err != nil {
			return err
		}
		x := v.boardRow(row, own)
		if row.Outcome != "" {
			page.Closed = append(page.Closed, x)
			continue
		}
		page.Rows = append(page.Rows, x)
	}
	return show(v, http.StatusOK, boardListShape, page)
}

func (v *visit) boardRow(row ledger.CaseRow, own board.State) boardRow {
	d := own.Definition
	x := boardRow{Ref: row.Ref, Path: casePath(row.Ref), Name: row.Title, Kind: titled(v.text, "board.board.", d.Kind), Rhythm: rhythmOf(v.text, d),
		Seats: v.text.T("change.quorum.seats", "Count", len(d.Seats))}
	if row.Outcome != "" {
		return x
	}
	if own.Current != "" {
		x.Current = casePath(own.Current)
	}
	for _, key := range own.Meetings() {
		p := own.Planned[key]
		if p.Skipped || p.Ended {
			continue
		}
		x.Next = v.text.DateTime(p.At)
		for _, note := range p.Notes {
			x.Odd = titled(v.text, "board.note.", note)
		}
		break
	}
	return x
}
