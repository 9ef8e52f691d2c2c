-- Files whose bytes are stored, by the SHA-256 of the bytes.
CREATE TABLE files (
    sha256     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    stored_at  BIGINT NOT NULL,
    stored_by  TEXT NOT NULL
);
CREATE TRIGGER files_no_update BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'files is append-only'); END;
CREATE TRIGGER files_no_delete BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'files is append-only'); END;
