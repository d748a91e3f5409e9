-- +goose Up
-- Webhooks: calls to other programs, written with the event that causes them. To
-- whom, configuration says; the address and the secret stand there and not here.
CREATE TABLE webhooks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- the idempotency key, the same at every attempt
    key        text        NOT NULL UNIQUE,
    -- the target's name in configuration
    target     text        NOT NULL,
    case_ref   text        NOT NULL,
    event      text        NOT NULL,
    -- what is sent, byte for byte
    body       text        NOT NULL,
    created_at timestamptz NOT NULL,
    attempts   int         NOT NULL DEFAULT 0,
    next_try   timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz,
    -- set when it was given up, or its target is not configured any more
    dropped_at timestamptz,
    error      text        NOT NULL DEFAULT ''
);
CREATE INDEX webhooks_pending ON webhooks (next_try, id) WHERE sent_at IS NULL AND dropped_at IS NULL;

-- What became of a provider's normal changes, for the decision on a standard change.
CREATE INDEX cases_changes_ended ON cases ((view->>'provider')) WHERE process = 'change' AND outcome <> '';
-- Whether a pipeline asked for the same deployment before.
CREATE INDEX cases_gates ON cases ((view #>> '{gate,deployment,commit}')) WHERE process = 'change' AND view #>> '{gate,deployment,commit}' IS NOT NULL;
-- The frames of a provider's pipelines.
CREATE INDEX cases_frames ON cases ((view->>'provider')) WHERE process = 'standard' AND outcome = '';

-- +goose Down
DROP INDEX cases_frames, cases_gates;
DROP INDEX cases_changes_ended;
DROP TABLE webhooks;
