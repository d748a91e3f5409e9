-- +goose Up
-- Up to which event somebody saw a case: what came later is new to them. Not a
-- fact of the case and no read row: reading is nobody's business but the reader's.
CREATE TABLE visits (
    person   text        NOT NULL,
    case_ref text        NOT NULL,
    seq      bigint      NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (person, case_ref)
);

-- +goose Down
DROP TABLE visits;
