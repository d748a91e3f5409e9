-- +goose Up
-- Changes of one kind by the beginning of their window. That the kind is indexed also
-- tells the planner how many there are of each.
CREATE INDEX cases_changes_kind ON cases ((outcome = ''), (view->>'kind'), (coalesce(view #>> '{content,from}', '9999')), ref) WHERE process = 'change';

-- +goose Down
DROP INDEX cases_changes_kind;
