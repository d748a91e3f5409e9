package portal

import (
	"context"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/board"
	"termijn/workflows/casework"
)

// boardCommand is a form of a board.
type boardCommand[B any] = commandForm[boardReader, B]

// boardForms are the forms of a board's commands, in the order of its story.
func (p *portal) boardForms() {
	const name = board.Name
	p.forms[name+"."+board.Redefine.Name] = commandHandlers{openRedefinition, submitRedefinition}
	serve(p, name, boardCommand[board.Skipping]{command: board.Skip, about: meetingsOf, fill: fillBoardMeeting, draw: drawBoardMeeting,
		ask: []ask{askContent("at"), askText("reason", 3)}})
	serve(p, name, boardCommand[board.Moving]{command: board.Move, about: meetingsOf, fill: fillBoardMeeting, draw: drawBoardMeeting,
		ask: []ask{askContent("at"), askTime("to"), askText("reason", 3)},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m board.Moving) (casework.Receipt, error) {
			return s.MoveMeeting(ctx, who, ref, key, m)
		}})
	serve(p, name, boardCommand[board.Calling]{command: board.Extra, ask: []ask{askTime("at"), askText("reason", 3)},
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, key string, m board.Calling) (casework.Receipt, error) {
			return s.CallMeeting(ctx, who, ref, key, m)
		}})
	serve(p, name, boardCommand[board.Because]{command: board.Close, ask: []ask{askText("reason", 3)}, draw: drawBoardClosing})
}

// meetingsOf are the meetings that can be skipped or moved.
func meetingsOf(r boardReader) []matter {
	var all []matter
	for _, key := range r.changeable() {
		all = append(all, matter{Subject: key, Name: r.momentOf(r.own.Planned[key].At)})
	}
	return all
}

// fillBoardMeeting keeps the beginning of the meeting as the writer saw it: of one that was
// moved meanwhile the board says that it is not there any more.
func fillBoardMeeting(r boardReader, key string) Form {
	return newForm("content", r.own.Planned[key].At.UTC().Format(timeOfMeeting))
}

// timeOfMeeting is how a command names a meeting's beginning.
const timeOfMeeting = "2006-01-02T15:04:05Z07:00"

func drawBoardMeeting(page *commandPage, r boardReader) {
	p, ok := r.own.Planned[page.Subject]
	if !ok {
		return
	}
	page.Facts = []fact{{r.say.T("board.meeting"), r.momentOf(p.At)}, {r.say.T("board.cutoff"), r.say.Deadline(p.Cutoff)}}
	if p.Meeting != "" {
		page.Facts = append(page.Facts, fact{r.say.T("process.session"), p.Meeting})
		page.Warnings = append(page.Warnings, r.say.T("board.meeting.members_told"))
	}
}

// drawBoardClosing says what ends with the board.
func drawBoardClosing(page *commandPage, r boardReader) {
	for _, key := range r.own.Meetings() {
		if p := r.own.Planned[key]; p.Meeting != "" && !p.Ended {
			page.Warnings = append(page.Warnings, r.say.T("board.close.meeting", "At", r.momentOf(p.At)))
		}
	}
}
