CREATE TABLE register_entries (
    id          TEXT PRIMARY KEY,
    noun        TEXT NOT NULL,
    revision    BIGINT NOT NULL,
    code        TEXT NOT NULL,
    label       TEXT NOT NULL,
    search      TEXT NOT NULL,
    customer_id TEXT,
    status      TEXT NOT NULL,
    updated_at  BIGINT NOT NULL,
    body        TEXT NOT NULL
);
CREATE UNIQUE INDEX register_entries_code ON register_entries (noun, code) WHERE code <> '';
CREATE INDEX register_entries_customer ON register_entries (noun, customer_id, id);

CREATE TABLE register_versions (
    entry_id  TEXT NOT NULL,
    revision  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    by_person TEXT,
    reason    TEXT NOT NULL,
    body      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (entry_id, revision)
);
CREATE TRIGGER register_versions_no_update BEFORE UPDATE ON register_versions
BEGIN SELECT RAISE(ABORT, 'register_versions is append-only'); END;
CREATE TRIGGER register_versions_no_delete BEFORE DELETE ON register_versions
BEGIN SELECT RAISE(ABORT, 'register_versions is append-only'); END;
