-- +goose Up
-- The ledger: facts, never changed. Everything below "read rows" can be rebuilt from it.
CREATE TABLE events (
    case_ref text        NOT NULL,
    seq      bigint      NOT NULL CHECK (seq > 0),
    at       timestamptz NOT NULL,
    recorded timestamptz NOT NULL,
    kind     text        NOT NULL,
    actor    text        NOT NULL DEFAULT '',
    command  text        NOT NULL DEFAULT '',
    -- the exact bytes that the hash covers
    payload  bytea       NOT NULL,
    prev     text        NOT NULL,
    hash     text        NOT NULL,
    PRIMARY KEY (case_ref, seq)
);
CREATE INDEX events_recorded ON events (recorded);
CREATE INDEX events_actor ON events (actor) WHERE actor <> '';

-- +goose StatementBegin
CREATE FUNCTION events_are_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on events refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
-- A case's events follow one another: each names the hash of the one before. The
-- lock keeps a rebuild of the case's read rows apart from its next event.
-- +goose StatementBegin
CREATE FUNCTION lock_case(ref text) RETURNS void LANGUAGE sql VOLATILE AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(ref, 7))
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION events_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := '';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.case_ref, 7)); -- lock_case, without the call
    IF NEW.seq > 1 THEN
        SELECT hash INTO before FROM events WHERE case_ref = NEW.case_ref AND seq = NEW.seq - 1;
    END IF;
    IF before IS DISTINCT FROM NEW.prev THEN
        -- a number that is taken is for the primary key to refuse
        IF NOT EXISTS (SELECT FROM events WHERE case_ref = NEW.case_ref AND seq = NEW.seq) THEN
            RAISE EXCEPTION 'event %/% does not follow the event before it', NEW.case_ref, NEW.seq
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_chain BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION events_follow();
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_are_facts();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_are_facts();

-- Read rows.
CREATE TABLE cases (
    ref            text PRIMARY KEY,
    process        text        NOT NULL,
    stage          text        NOT NULL,
    title          text        NOT NULL,
    outcome        text        NOT NULL DEFAULT '',
    client_org     text        NOT NULL DEFAULT '',
    provider_orgs  text[]      NOT NULL DEFAULT '{}',
    requester      text        NOT NULL DEFAULT '',
    representative text        NOT NULL DEFAULT '',
    seq            bigint      NOT NULL,
    head           text        NOT NULL,
    opened_at      timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    closed_at      timestamptz,
    -- the earliest due time of the running clocks; null when nothing runs
    due_at         timestamptz,
    view           jsonb       NOT NULL DEFAULT '{}',
    -- without punctuation: the parser would take "-2026" in a reference for a negative number
    words          tsvector GENERATED ALWAYS AS
        (to_tsvector('simple', regexp_replace(ref || ' ' || title,
            '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u00a0-\u00bf\u2000-\u206f]+', ' ', 'g'))) STORED
);
-- One index per list: its scope, its order, its cursor.
CREATE INDEX cases_open_by_due ON cases (coalesce(due_at, 'infinity'), ref) WHERE outcome = '';
CREATE INDEX cases_open_by_client ON cases (client_org, coalesce(due_at, 'infinity'), ref) WHERE outcome = '';
CREATE INDEX cases_by_opened ON cases (opened_at, ref);
CREATE INDEX cases_by_client ON cases (client_org, opened_at, ref);
CREATE INDEX cases_by_provider ON cases USING gin (provider_orgs);
CREATE INDEX cases_by_requester ON cases (requester);
CREATE INDEX cases_by_representative ON cases (representative);
CREATE INDEX cases_words ON cases USING gin (words);

-- The cases of each provider, who can be several for a case: what a provider's
-- lists sort by stands beside the provider, so that they read one index.
CREATE TABLE case_providers (
    provider  text        NOT NULL,
    case_ref  text        NOT NULL,
    is_open   boolean     NOT NULL,
    due_at    timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (case_ref, provider)
);
CREATE INDEX case_providers_by_due ON case_providers (provider, due_at, case_ref) WHERE is_open;
CREATE INDEX case_providers_by_opened ON case_providers (provider, opened_at, case_ref);

CREATE TABLE tasks (
    id            text PRIMARY KEY,
    case_ref      text        NOT NULL,
    kind          text        NOT NULL,
    subject       text        NOT NULL DEFAULT '',
    to_person     text        NOT NULL DEFAULT '',
    to_org        text        NOT NULL DEFAULT '',
    to_role       text        NOT NULL DEFAULT '',
    state         text        NOT NULL,
    opened_at     timestamptz NOT NULL,
    -- infinity when nothing limits the task, so that the inbox sorts by one column
    due_at        timestamptz NOT NULL DEFAULT 'infinity',
    clock         text        NOT NULL DEFAULT '',
    options       text[]      NOT NULL DEFAULT '{}',
    command       text        NOT NULL DEFAULT '',
    content       text        NOT NULL DEFAULT '',
    args          jsonb       NOT NULL DEFAULT '{}',
    closed_at     timestamptz,
    closed_by     text        NOT NULL DEFAULT '',
    closed_for    text        NOT NULL DEFAULT '',
    option        text        NOT NULL DEFAULT '',
    reason        text        NOT NULL DEFAULT ''
);
CREATE INDEX tasks_by_case ON tasks (case_ref);
CREATE INDEX tasks_inbox_person ON tasks (to_person, due_at, id) WHERE state = 'open' AND to_person <> '';
CREATE INDEX tasks_inbox_role ON tasks (to_org, to_role, due_at, id) WHERE state = 'open' AND to_person = '';
CREATE INDEX tasks_done_by ON tasks (closed_by, closed_at DESC) WHERE state = 'done';

CREATE TABLE clocks (
    case_ref         text   NOT NULL,
    id               text   NOT NULL,
    definition       text   NOT NULL,
    version          int    NOT NULL,
    calendar         text   NOT NULL,
    calendar_version int    NOT NULL,
    lapse            boolean NOT NULL,
    facts            jsonb  NOT NULL,
    result           jsonb  NOT NULL,
    rungs            jsonb  NOT NULL,
    fired            text[] NOT NULL DEFAULT '{}',
    state            text   NOT NULL,
    due_at           timestamptz,
    PRIMARY KEY (case_ref, id)
);
CREATE INDEX clocks_running ON clocks (due_at) WHERE state IN ('running', 'paused');

-- The outbox: outward effects, written with the event that causes them.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- the idempotency key, also the local part of the Message-ID
    key          text        NOT NULL UNIQUE,
    case_ref     text        NOT NULL,
    template     text        NOT NULL,
    person       text        NOT NULL,
    task         text        NOT NULL DEFAULT '',
    args         jsonb       NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL,
    attempts     int         NOT NULL DEFAULT 0,
    next_try     timestamptz NOT NULL DEFAULT now(),
    sent_at      timestamptz,
    -- set when the mail was given up or its reader has no address any more
    dropped_at   timestamptz,
    error        text        NOT NULL DEFAULT ''
);
CREATE INDEX outbox_by_person ON outbox (person);
CREATE INDEX outbox_pending ON outbox (next_try) WHERE sent_at IS NULL AND dropped_at IS NULL;

-- Who there is.
CREATE TABLE organisations (
    id   text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('client', 'provider', 'si', 'board')),
    name text NOT NULL
);
CREATE TABLE people (
    id            text PRIMARY KEY,
    org           text NOT NULL REFERENCES organisations,
    name          text NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL DEFAULT 'nl' CHECK (language IN ('nl', 'en')),
    roles         text[] NOT NULL DEFAULT '{}',
    active        boolean NOT NULL DEFAULT true,
    anonymised_at timestamptz
);
CREATE INDEX people_by_org ON people (org) WHERE active;

-- Personal texts that events only refer to. Emptying a row forgets the text
-- and leaves the chain as it is.
CREATE TABLE vault (
    ref        text PRIMARY KEY,
    case_ref   text        NOT NULL,
    field      text        NOT NULL,
    author     text        NOT NULL,
    salt       bytea,
    text       text,
    created_at timestamptz NOT NULL DEFAULT now(),
    erased_at  timestamptz
);
CREATE INDEX vault_by_case ON vault (case_ref);
CREATE INDEX vault_by_author ON vault (author);

-- References: a sequence per process and year, made when it is first needed.
-- +goose StatementBegin
CREATE FUNCTION next_reference(process text, year int) RETURNS text LANGUAGE plpgsql
    -- who serves may take the next number, but make no tables
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    seq text := format('ref_%s_%s', lower(process), year);
BEGIN
    IF to_regclass(quote_ident(seq)) IS NULL THEN
        BEGIN
            EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', seq);
        EXCEPTION WHEN unique_violation OR duplicate_table THEN
            NULL; -- another command of this year's first instant was quicker
        END;
    END IF;
    RETURN format('%s-%s-%s', process, lpad(year::text, 4, '0'), lpad(nextval(quote_ident(seq))::text, 6, '0'));
END $$;
-- +goose StatementEnd

-- Opening commands by idempotency key: the same key finds the same case.
CREATE TABLE claims (
    person     text        NOT NULL,
    key        text        NOT NULL,
    digest     text        NOT NULL,
    case_ref   text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person, key)
);

-- Facts about the installation, for example the scale of product time.
CREATE TABLE installation (
    name  text PRIMARY KEY,
    value jsonb NOT NULL
);

-- +goose Down
DROP TABLE installation, claims, vault, people, organisations, outbox, clocks, tasks, case_providers, cases, events;
DROP FUNCTION events_are_facts, events_follow, lock_case, next_reference;
