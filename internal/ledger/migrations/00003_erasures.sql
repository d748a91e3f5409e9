-- +goose Up
-- What was forgotten, when, by whom and why. It holds no personal text itself.
CREATE TABLE erasures (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT now(),
    -- who asked for it, as the operator said
    by     text        NOT NULL,
    reason text        NOT NULL,
    -- the person who was anonymised; empty when only texts were erased
    person text        NOT NULL DEFAULT '',
    -- the references of the texts that were erased
    texts  text[]      NOT NULL DEFAULT '{}',
    -- how many waiting mails were dropped
    mails  int         NOT NULL DEFAULT 0
);

-- +goose StatementBegin
CREATE FUNCTION erasures_are_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of erasures is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER erasures_append_only BEFORE UPDATE OR DELETE ON erasures
    FOR EACH ROW EXECUTE FUNCTION erasures_are_facts();
CREATE TRIGGER erasures_no_truncate BEFORE TRUNCATE ON erasures
    FOR EACH STATEMENT EXECUTE FUNCTION erasures_are_facts();

-- +goose Down
DROP TABLE erasures;
DROP FUNCTION erasures_are_facts;
