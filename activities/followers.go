package activities

import (
	"context"
	"encoding/json"
	"fmt"

	"termijn/internal/record"
)

// Followed finds the standard change that a change follows, also one that has ended.
func (l *Lists) Followed(ctx context.Context, call record.ErrandCall) (record.Followed, error) {
	var asked record.FollowedAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.Followed{}, fmt.Errorf("followed for %s/%s: %w", call.Case, call.ID, err)
	}
	ref, err := l.Store.StandardOf(ctx, asked.Change)
	return record.Followed{Standard: ref}, err
}

// Followers lists the open cases that link to the asking one.
func (l *Lists) Followers(ctx context.Context, call record.ErrandCall) (record.Followers, error) {
	var asked record.FollowersAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.Followers{}, fmt.Errorf("followers for %s/%s: %w", call.Case, call.ID, err)
	}
	refs, err := l.Store.OpenFollowers(ctx, call.Case, asked.Kind)
	return record.Followers{Refs: refs}, err
}
