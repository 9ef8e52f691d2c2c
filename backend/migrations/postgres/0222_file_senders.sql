-- Who has shown to have a file's bytes by sending them: for themselves, or carried for whose drafts name it. A hash alone reads nothing.
CREATE TABLE file_senders (
    sha256    TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    sent_by   TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (sha256, person_id, sent_by, at)
);
CREATE INDEX file_senders_sent_by ON file_senders (sent_by, sha256);
-- Every attachment that was ever received, whether it counts or not: what they name is kept.
CREATE TABLE file_mentions (
    event_id  TEXT COLLATE "C" PRIMARY KEY,
    sha256    TEXT COLLATE "C" NOT NULL,
    record_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX file_mentions_sha256 ON file_mentions (sha256, record_id);
-- Whose drafts somebody carried to the office, by the files that they name.
CREATE TABLE file_carried (
    sha256     TEXT COLLATE "C" NOT NULL,
    person_id  TEXT COLLATE "C" NOT NULL,
    carried_by TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sha256, person_id, carried_by)
);
-- Files that no record named for a month: first claimed by a server, then removed.
CREATE TABLE file_removals (
    id     TEXT COLLATE "C" PRIMARY KEY,
    sha256 TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    step   TEXT NOT NULL
);
CREATE INDEX file_removals_sha256 ON file_removals (sha256, at);
INSERT INTO file_mentions (event_id, sha256, record_id, person_id, at)
SELECT e.id, substr(e.text, strpos(e.text, '"sha256":"') + 10, 64), l.stream_id, substr(e.text, strpos(e.text, '"author":"') + 10, 36), e.received_at
FROM ledger l JOIN events e ON e.id = l.event_id
WHERE l.stream_kind = 'record' AND strpos(e.text, '"type":"attached"') > 0 AND strpos(e.text, '"sha256":"') > 0;
INSERT INTO file_senders (sha256, person_id, sent_by, at) SELECT sha256, stored_by, stored_by, stored_at FROM files;
-- What was attached before is read by who attached it, as it was.
INSERT INTO file_senders (sha256, person_id, sent_by, at)
SELECT DISTINCT f.sha256, m.person_id, f.stored_by, f.stored_at FROM files f
JOIN file_mentions m ON m.sha256 = f.sha256 JOIN record_files r ON r.sha256 = m.sha256 AND r.record_id = m.record_id
WHERE m.person_id <> f.stored_by;
CREATE TRIGGER file_senders_no_change BEFORE UPDATE OR DELETE ON file_senders FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER file_senders_no_truncate BEFORE TRUNCATE ON file_senders FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER file_mentions_no_change BEFORE UPDATE OR DELETE ON file_mentions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER file_mentions_no_truncate BEFORE TRUNCATE ON file_mentions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER file_carried_no_change BEFORE UPDATE OR DELETE ON file_carried FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER file_carried_no_truncate BEFORE TRUNCATE ON file_carried FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER file_removals_no_change BEFORE UPDATE OR DELETE ON file_removals FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER file_removals_no_truncate BEFORE TRUNCATE ON file_removals FOR EACH STATEMENT EXECUTE FUNCTION append_only();
