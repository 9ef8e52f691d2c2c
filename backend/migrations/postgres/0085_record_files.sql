-- Which records a file is attached to: who may read it, and whose it is (C-4.1.2.2). Written with the record's projection.
CREATE TABLE record_files (
    record_id TEXT COLLATE "C" NOT NULL REFERENCES records (id),
    sha256    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record_id, sha256)
);
CREATE INDEX record_files_sha256 ON record_files (sha256, record_id);
INSERT INTO record_files (record_id, sha256)
SELECT DISTINCT l.stream_id, substr(e.text, strpos(e.text, '"sha256":"') + 10, 64)
FROM ledger l JOIN events e ON e.id = l.event_id JOIN records r ON r.id = l.stream_id
WHERE l.stream_kind = 'record' AND l.verdict = '' AND strpos(e.text, '"type":"attached"') > 0 AND strpos(e.text, '"sha256":"') > 0;
