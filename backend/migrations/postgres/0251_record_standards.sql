-- Which records name a standard: what is in doubt when it fails (C-4.5.3). Written with the record's projection.
CREATE TABLE record_standards (
    record_id   TEXT COLLATE "C" NOT NULL REFERENCES records (id),
    standard_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record_id, standard_id)
);
CREATE INDEX record_standards_standard ON record_standards (standard_id, record_id);
INSERT INTO record_standards (record_id, standard_id)
SELECT DISTINCT l.stream_id, substr(e.text, strpos(e.text, '"standard":{"id":"') + 18, 36)
FROM ledger l JOIN events e ON e.id = l.event_id JOIN records r ON r.id = l.stream_id
WHERE l.stream_kind = 'record' AND l.verdict = '' AND (strpos(e.text, '"type":"equipped"') > 0 OR strpos(e.text, '"type":"reequipped"') > 0)
AND strpos(e.text, '"standard":{"id":"') > 0;
