package portal

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/board"
	"termijn/workflows/session"
)

// boardProcess is a change board as the portal knows it (B-33, B-34, F-04).
var boardProcess = process{
	name:      board.Name,
	stages:    []string{board.Sitting, board.Closed},
	allowed:   board.Allowed,
	grave:     []string{board.Close.Name},
	view:      readBoardCase,
	caseShape: newCaseShape[boardContent]("board_case"),
	links: func(v *visit) []NavLink {
		if v.who.Kind == "client" && !v.who.Has(identity.RoleApprover) {
			return nil // of a Client only its approvers can hold a seat
		}
		return []NavLink{{Path: "/boards", Text: v.text.T("nav.boards")}}
	},
}

// boardRoutes are the list of boards, the form that sets one up, its meetings for
// calendar programs, and a form for every command.
func (p *portal) boardRoutes(r chi.Router) {
	p.register(boardProcess)
	r.Get("/boards", p.signedIn(p.boardList))
	r.Get("/boards/new", p.signedIn(p.boardNew))
	r.Post("/boards/new", p.signedIn(p.boardOpen))
	r.Get("/boards/{ref}/agenda/{person}/{mac}", p.public(p.boardFeed))
	p.boardForms()
}

// boardReader reads one board for one reader.
type boardReader struct {
	caseReader
	own   board.State
	reads identity.Principal
	on    *topology.Map
	// sessions are the meetings that were opened and that the reader may see.
	sessions []app.BoardSession
	// feed is the address of its meetings for calendar programs, absolute.
	feed string
}

// sessionsRead is how many of the newest meetings of a board its page looks at.
const sessionsRead = 40

func readBoardCase(v *visit, c caseReader) (caseView, error) {
	r := boardReader{caseReader: c, reads: v.who}
	if err := json.Unmarshal(c.View, &r.own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	var refs []string
	for _, l := range slices.Backward(c.Links) {
		if l.Kind == session.LinkOf && len(refs) < sessionsRead {
			refs = append(refs, l.Ref)
		}
	}
	// Its meetings stand in a list of their own.
	r.Links = keep(r.Links, func(l ledger.Link) bool { return l.Kind != session.LinkOf })
	var err error
	if r.sessions, err = v.portal.service.BoardSessions(v.r.Context(), v.who, refs); err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.sessions, func(a, b app.BoardSession) int { return b.Own.About.At.Compare(a.Own.About.At) })
	if r.on, err = v.itemMap(); err != nil {
		return nil, err
	}
	path, err := v.portal.service.MeetingsLink(v.r.Context(), v.who, c.Ref)
	r.feed = v.site() + path
	return r, err
}

// sensible: what is about one meeting stands beside it, and an E-CAB has no meetings.
func (r boardReader) sensible(command string, _ identity.Principal) bool {
	switch command {
	case board.Skip.Name, board.Move.Name:
		return false
	case board.Extra.Name:
		return r.own.Definition.Kind == board.Regular
	}
	return true
}

// waiting says when the board meets next.
func (r boardReader) waiting() string {
	if r.Outcome != "" {
		return r.caseReader.waiting()
	}
	for _, key := range r.own.Meetings() {
		if p := r.own.Planned[key]; !p.Skipped && !p.Ended {
			return r.say.T("board.wait.meeting", "At", r.say.DateTime(p.At))
		}
	}
	return rhythmOf(r.say, r.own.Definition) + "."
}

// may reports whether the reader may send a command of the board now.
func (r boardReader) may(command string) bool {
	return r.Outcome == "" && r.reads.May(identity.Action(board.Name+"."+command), &r.Parties)
}

// changeable are the keys of the meetings that can still be skipped or moved.
func (r boardReader) changeable() []string {
	return keep(r.own.Meetings(), func(key string) bool {
		p := r.own.Planned[key]
		return !p.Skipped && !p.Ended && !p.Preparing && p.Before == nil && (p.At.After(r.Now) || p.Meeting != "") && !r.inSession(p.Meeting)
	})
}

// inSession reports whether a meeting was opened already: it cannot be moved any more.
func (r boardReader) inSession(ref string) bool {
	return slices.ContainsFunc(r.sessions, func(s app.BoardSession) bool { return s.Row.Ref == ref && s.Row.Stage != session.Preparing })
}

// momentOf is an instant with its day of the week.
func (r boardReader) momentOf(at time.Time) string { return r.say.DateTime(at) }
