-- +goose Up
-- The change boards (B-33), and what waits for the decision of one.
CREATE INDEX cases_boards ON cases (opened_at, ref) WHERE process = 'board' AND outcome = '';
CREATE INDEX cases_before_board ON cases ((view #>> '{ballot,panel,board}'), ref) WHERE process = 'change' AND stage = 'approval';

-- +goose Down
DROP INDEX cases_before_board, cases_boards;
