-- What nobody reads but the named: ciphertext under a key that is in no database. A row, or a file by the SHA-256 of its ciphertext.
CREATE TABLE vault_entries (
    id        TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    object_id TEXT NOT NULL,
    key_id    TEXT NOT NULL,
    sealed    TEXT NOT NULL,
    sha256    TEXT,
    at        BIGINT NOT NULL,
    by_person TEXT NOT NULL
);
CREATE INDEX vault_entries_object ON vault_entries (kind, object_id, id);
CREATE TRIGGER vault_entries_no_update BEFORE UPDATE ON vault_entries BEGIN SELECT RAISE(ABORT, 'vault_entries is append-only'); END;
CREATE TRIGGER vault_entries_no_delete BEFORE DELETE ON vault_entries BEGIN SELECT RAISE(ABORT, 'vault_entries is append-only'); END;
-- Who may read an entry: named, or no longer. The last word counts.
CREATE TABLE vault_readers (
    id        TEXT PRIMARY KEY,
    entry_id  TEXT NOT NULL REFERENCES vault_entries (id),
    person_id TEXT NOT NULL,
    may       BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    by_person TEXT NOT NULL
);
CREATE INDEX vault_readers_entry ON vault_readers (entry_id, person_id, id);
CREATE TRIGGER vault_readers_no_update BEFORE UPDATE ON vault_readers BEGIN SELECT RAISE(ABORT, 'vault_readers is append-only'); END;
CREATE TRIGGER vault_readers_no_delete BEFORE DELETE ON vault_readers BEGIN SELECT RAISE(ABORT, 'vault_readers is append-only'); END;
-- Who read what, and why.
CREATE TABLE vault_readings (
    id        TEXT PRIMARY KEY,
    entry_id  TEXT NOT NULL REFERENCES vault_entries (id),
    person_id TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX vault_readings_entry ON vault_readings (entry_id, id);
CREATE TRIGGER vault_readings_no_update BEFORE UPDATE ON vault_readings BEGIN SELECT RAISE(ABORT, 'vault_readings is append-only'); END;
CREATE TRIGGER vault_readings_no_delete BEFORE DELETE ON vault_readings BEGIN SELECT RAISE(ABORT, 'vault_readings is append-only'); END;
