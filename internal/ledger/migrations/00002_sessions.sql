-- +goose Up
-- Who is signed in to the portal, so that a restart signs nobody out.
CREATE TABLE sessions (
    token   text PRIMARY KEY,
    content bytea       NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX sessions_expired ON sessions (expires);

-- +goose Down
DROP TABLE sessions;
