-- Append-only, the recipe of this folder: a trigger on UPDATE and one on DELETE. INSERT OR REPLACE deletes first, which
-- the second one sees because every connection sets recursive_triggers.
CREATE TABLE audit (
    id          TEXT PRIMARY KEY,
    noun        TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    revision    BIGINT NOT NULL,
    object_hash TEXT NOT NULL,
    detail      TEXT NOT NULL,
    prev        TEXT NOT NULL,
    hash        TEXT NOT NULL,
    UNIQUE (noun, object_id, seq)
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
