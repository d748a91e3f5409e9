package activities

import (
	"context"
	"encoding/json"
	"fmt"

	"termijn/internal/record"
)

// Followers lists the open cases that link to the asking one.
func (l *Lists) Followers(ctx context.Context, call record.ErrandCall) (record.Followers, error) {
	var asked record.FollowersAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.Followers{}, fmt.Errorf("followers for %s/%s: %w", call.Case, call.ID, err)
	}
	refs, err := l.Store.OpenFollowers(ctx, call.Case, asked.Kind)
	return record.Followers{Refs: refs}, err
}
