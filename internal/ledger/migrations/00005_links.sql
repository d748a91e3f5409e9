-- +goose Up
-- How cases relate to one another: a Problem to the incidents that it explains.
CREATE TABLE case_links (
    case_ref text NOT NULL,
    -- kind and reference name the relation in its case
    link     text NOT NULL,
    kind     text NOT NULL,
    to_ref   text NOT NULL,
    -- the event that made the relation
    seq      bigint NOT NULL,
    PRIMARY KEY (case_ref, link)
);
CREATE INDEX case_links_back ON case_links (to_ref);

-- The queue of incidents of an organisation, by time left.
CREATE INDEX cases_handler ON cases ((view #>> '{handler,org}'), coalesce(due_at, 'infinity'), ref)
    WHERE outcome = '' AND process = 'incident';
-- What has ended, the newest first; the rest of the index is there to leave out rows
-- of another priority, team or organisation without reading them.
CREATE INDEX cases_incidents_ended ON cases (opened_at, ref, (view->>'priority'), (view #>> '{handler,team}'), (view #>> '{handler,org}'))
    WHERE outcome <> '' AND process = 'incident';
-- What the public may read: what is open, and what ended not long ago.
CREATE INDEX cases_published ON cases (coalesce(closed_at, 'infinity')) WHERE view ? 'published';

-- +goose Down
DROP INDEX cases_published, cases_incidents_ended, cases_handler;
DROP TABLE case_links;
