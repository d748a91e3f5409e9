package main

import (
	"context"
	"fmt"
	"slices"

	"termijn/internal/ledger"
	"termijn/internal/scenario"
	"termijn/workflows/board"
	"termijn/workflows/servicemap"
	"termijn/workflows/session"
	daily "termijn/workflows/status"
)

// standing are the processes whose cases open by themselves.
var standing = []string{daily.Name, board.Name, session.Name, servicemap.Name}

// demonstrate fills an empty installation with a few cases that stand at
// different points, so that every persona finds something to do.
func demonstrate(ctx context.Context, p *product, player *scenario.Player) error {
	there, _, err := p.store.Cases(ctx, ledger.Scope{All: true}, ledger.CaseFilter{}, ledger.Page{Limit: 20})
	// The daily status meeting, the change boards and the service map open by themselves.
	there = slices.DeleteFunc(there, func(c ledger.CaseRow) bool { return slices.Contains(standing, c.Process) })
	if err != nil || len(there) > 0 {
		return err
	}
	f, err := scenario.Load("demonstration")
	if err != nil {
		return err
	}
	quiet := *player
	quiet.Say = nil
	if _, err := quiet.Play(ctx, f); err != nil {
		return err
	}
	fmt.Println("\nThe demonstration ecosystem has a few cases to look at.")
	return nil
}
