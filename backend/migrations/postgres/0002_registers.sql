CREATE TABLE register_entries (
    id          TEXT COLLATE "C" PRIMARY KEY,
    noun        TEXT COLLATE "C" NOT NULL,
    revision    BIGINT NOT NULL,
    code        TEXT COLLATE "C" NOT NULL,
    label       TEXT COLLATE "C" NOT NULL,
    search      TEXT NOT NULL,
    customer_id TEXT COLLATE "C",
    status      TEXT COLLATE "C" NOT NULL,
    updated_at  BIGINT NOT NULL,
    body        TEXT NOT NULL
);
CREATE UNIQUE INDEX register_entries_code ON register_entries (noun, code) WHERE code <> '';
CREATE INDEX register_entries_customer ON register_entries (noun, customer_id, id);

CREATE TABLE register_versions (
    entry_id  TEXT COLLATE "C" NOT NULL,
    revision  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    by_person TEXT COLLATE "C",
    reason    TEXT NOT NULL,
    body      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (entry_id, revision)
);
CREATE TRIGGER register_versions_no_change BEFORE UPDATE OR DELETE ON register_versions
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER register_versions_no_truncate BEFORE TRUNCATE ON register_versions
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
