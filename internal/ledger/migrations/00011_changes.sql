-- +goose Up
-- Changes by the beginning of their window, which the process writes in UTC to the
-- second; those without one come last.
CREATE INDEX cases_changes ON cases ((outcome = ''), (coalesce(view #>> '{content,from}', '9999')), ref) WHERE process = 'change';

-- Problems whose root cause is a change (C-28).
CREATE INDEX cases_caused_by_change ON cases (ref) WHERE process = 'problem' AND view #>> '{cause,kind}' = 'change';

-- +goose Down
DROP INDEX cases_caused_by_change, cases_changes;
