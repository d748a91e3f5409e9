-- +goose Up
-- Whether a service's incidents have a problem already (B-31).
CREATE INDEX cases_problems ON cases ((view #>> '{origin,service}'), opened_at) WHERE process = 'problem';

-- +goose Down
DROP INDEX cases_problems;
