-- What nobody reads but the named: ciphertext under a key that is in no database. A row, or a file by the SHA-256 of its ciphertext.
CREATE TABLE vault_entries (
    id        TEXT COLLATE "C" PRIMARY KEY,
    kind      TEXT COLLATE "C" NOT NULL,
    object_id TEXT COLLATE "C" NOT NULL,
    key_id    TEXT COLLATE "C" NOT NULL,
    sealed    TEXT COLLATE "C" NOT NULL,
    sha256    TEXT COLLATE "C",
    at        BIGINT NOT NULL,
    by_person TEXT COLLATE "C" NOT NULL
);
CREATE INDEX vault_entries_object ON vault_entries (kind, object_id, id);
CREATE TRIGGER vault_entries_no_change BEFORE UPDATE OR DELETE ON vault_entries FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER vault_entries_no_truncate BEFORE TRUNCATE ON vault_entries FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- Who may read an entry: named, or no longer. The last word counts.
CREATE TABLE vault_readers (
    id        TEXT COLLATE "C" PRIMARY KEY,
    entry_id  TEXT COLLATE "C" NOT NULL REFERENCES vault_entries (id),
    person_id TEXT COLLATE "C" NOT NULL,
    may       BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    by_person TEXT COLLATE "C" NOT NULL
);
CREATE INDEX vault_readers_entry ON vault_readers (entry_id, person_id, id);
CREATE TRIGGER vault_readers_no_change BEFORE UPDATE OR DELETE ON vault_readers FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER vault_readers_no_truncate BEFORE TRUNCATE ON vault_readers FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- Who read what, and why.
CREATE TABLE vault_readings (
    id        TEXT COLLATE "C" PRIMARY KEY,
    entry_id  TEXT COLLATE "C" NOT NULL REFERENCES vault_entries (id),
    person_id TEXT COLLATE "C" NOT NULL,
    reason    TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX vault_readings_entry ON vault_readings (entry_id, id);
CREATE TRIGGER vault_readings_no_change BEFORE UPDATE OR DELETE ON vault_readings FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER vault_readings_no_truncate BEFORE TRUNCATE ON vault_readings FOR EACH STATEMENT EXECUTE FUNCTION append_only();
