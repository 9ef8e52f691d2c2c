-- Which records name a standard: what is in doubt when it fails (C-4.5.3). Written with the record's projection.
CREATE TABLE record_standards (
    record_id   TEXT NOT NULL REFERENCES records (id),
    standard_id TEXT NOT NULL,
    PRIMARY KEY (record_id, standard_id)
);
CREATE INDEX record_standards_standard ON record_standards (standard_id, record_id);
INSERT INTO record_standards (record_id, standard_id)
SELECT DISTINCT l.stream_id, substr(e.text, instr(e.text, '"standard":{"id":"') + 18, 36)
FROM ledger l JOIN events e ON e.id = l.event_id JOIN records r ON r.id = l.stream_id
WHERE l.stream_kind = 'record' AND l.verdict = '' AND (instr(e.text, '"type":"equipped"') > 0 OR instr(e.text, '"type":"reequipped"') > 0)
AND instr(e.text, '"standard":{"id":"') > 0;
