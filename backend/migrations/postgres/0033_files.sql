-- Files whose bytes are stored, by the SHA-256 of the bytes.
CREATE TABLE files (
    sha256     TEXT COLLATE "C" PRIMARY KEY,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    stored_at  BIGINT NOT NULL,
    stored_by  TEXT COLLATE "C" NOT NULL
);
CREATE TRIGGER files_no_change BEFORE UPDATE OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER files_no_truncate BEFORE TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION append_only();
