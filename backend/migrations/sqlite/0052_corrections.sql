-- Correction cases.
CREATE TABLE corrections (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    record_id      TEXT NOT NULL,
    reason         TEXT NOT NULL,
    origin         TEXT NOT NULL,
    by_person      TEXT NOT NULL,
    at             BIGINT NOT NULL
);
CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END;
CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END;
CREATE INDEX corrections_record ON corrections (record_id, id);

-- How a case ended, once: closed by a certificate, or withdrawn.
CREATE TABLE correction_events (
    correction_id  TEXT PRIMARY KEY REFERENCES corrections (id),
    kind           TEXT NOT NULL,
    certificate_id TEXT REFERENCES certificates (id),
    by_person      TEXT NOT NULL,
    at             BIGINT NOT NULL
);
CREATE TRIGGER correction_events_no_update BEFORE UPDATE ON correction_events
BEGIN SELECT RAISE(ABORT, 'correction_events is append-only'); END;
CREATE TRIGGER correction_events_no_delete BEFORE DELETE ON correction_events
BEGIN SELECT RAISE(ABORT, 'correction_events is append-only'); END;
