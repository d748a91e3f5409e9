-- +goose Up
-- Who wants the public news by mail: nobody whom the product knows otherwise, so
-- the address stands here alone and goes with the row.
CREATE TABLE subscribers (
    -- not a number: it stands in links, and says nothing
    id           text PRIMARY KEY DEFAULT gen_random_uuid()::text,
    email        text        NOT NULL,
    language     text        NOT NULL CHECK (language IN ('nl', 'en')),
    -- the case whose news it is; empty for all public news
    case_ref     text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    -- when the last mail went out that asks to confirm
    asked_at     timestamptz NOT NULL,
    confirmed_at timestamptz
);
CREATE UNIQUE INDEX subscribers_by_address ON subscribers (lower(email), case_ref);
CREATE INDEX subscribers_of_case ON subscribers (case_ref) WHERE confirmed_at IS NOT NULL;
CREATE INDEX subscribers_unconfirmed ON subscribers (asked_at) WHERE confirmed_at IS NULL;

-- News to thousands of subscribers is due at one instant: the next mail must be
-- found without sorting them.
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (next_try, id) WHERE sent_at IS NULL AND dropped_at IS NULL;

-- +goose Down
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (next_try) WHERE sent_at IS NULL AND dropped_at IS NULL;
DROP TABLE subscribers;
