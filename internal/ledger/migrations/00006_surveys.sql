-- +goose Up
-- The answered surveys of a period, by the instant of the answer (E-17).
CREATE INDEX cases_surveys ON cases ((view #>> '{answered,at}')) WHERE process = 'survey';

-- +goose Down
DROP INDEX cases_surveys;
