-- +goose Up
-- The one service map (B-17).
CREATE INDEX cases_servicemap ON cases (opened_at, ref) WHERE process = 'servicemap';

-- +goose Down
DROP INDEX cases_servicemap;
