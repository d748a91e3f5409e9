-- +goose Up
-- What cases plan to do to services and items, and when (B-36).
CREATE TABLE plans (
    case_ref text PRIMARY KEY,
    -- change, freeze, maintenance or notice
    kind     text NOT NULL,
    -- of a change: standard, normal, emergency or automated
    sort     text NOT NULL,
    items    text[] NOT NULL,
    provider text NOT NULL,
    team     text NOT NULL,
    -- the window, half open
    starts   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    -- how long it lasts, in classes: what overlaps is looked for in each, no further
    -- back than its longest
    span     smallint NOT NULL,
    firm     boolean NOT NULL,
    -- sorts of changes that it does not hold for
    exempt   text[] NOT NULL,
    -- taken back after its beginning: it stays in the calendar and collides with nothing
    over     boolean NOT NULL
);
CREATE INDEX plans_by_time ON plans (kind, span, starts) INCLUDE (ends);
CREATE INDEX plans_by_team ON plans (provider, team, span, starts) INCLUDE (ends) WHERE team <> '' AND NOT over;

-- The items of the plans that can still collide.
CREATE TABLE plan_items (
    case_ref text NOT NULL,
    item     text NOT NULL,
    starts   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    span     smallint NOT NULL,
    PRIMARY KEY (case_ref, item)
);
CREATE INDEX plan_items_by_time ON plan_items (item, span, starts) INCLUDE (ends, case_ref);

-- +goose Down
DROP TABLE plan_items, plans;
