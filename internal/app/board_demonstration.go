package app

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/change"
)

// EnsureBoards opens the change boards of the demonstration ecosystem, each once: one
// that somebody closed is not opened again.
func (s *Service) EnsureBoards(ctx context.Context) error {
	boards, err := config.DemonstrationBoards()
	if err != nil {
		return err
	}
	for _, b := range boards {
		d := definitionOf(b)
		parties, err := s.checkBoard(ctx, d)
		if err != nil {
			return err
		}
		_, err = s.openBoard(ctx, identity.Principal{}, "board/"+b.ID, d, parties)
		var ended *serviceerror.WorkflowExecutionAlreadyStarted
		if err != nil && !errors.As(err, &ended) {
			return err
		}
	}
	return nil
}

// definitionOf is a board of the configuration as the process knows it.
func definitionOf(b config.Board) board.Definition {
	d := board.Definition{Name: b.Name, Kind: b.Kind, Scope: b.Scope, Seats: map[string]change.Seat{}, Rule: b.Rule, Count: b.Count, Quorum: b.Quorum,
		Sides: b.Sides, Cron: b.Cron, Minutes: b.Minutes, Cutoff: b.Cutoff, Each: b.Each}
	for _, x := range b.Seats {
		seat := change.Seat{ID: x.ID, Name: x.Name, Side: x.Side, Holder: record.Recipient{Person: x.Person, Org: x.Org, Role: x.Role}, Covers: x.Covers, Advises: x.Advises}
		for _, person := range x.Delegates {
			seat.Delegates = append(seat.Delegates, change.Delegate{Person: person})
		}
		d.Seats[x.ID] = seat
	}
	return d
}
