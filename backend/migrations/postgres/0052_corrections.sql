-- Correction cases.
CREATE TABLE corrections (
    id             TEXT COLLATE "C" PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
    record_id      TEXT COLLATE "C" NOT NULL,
    reason         TEXT NOT NULL,
    origin         TEXT NOT NULL,
    by_person      TEXT NOT NULL,
    at             BIGINT NOT NULL
);
CREATE TRIGGER corrections_no_change BEFORE UPDATE OR DELETE ON corrections
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER corrections_no_truncate BEFORE TRUNCATE ON corrections
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX corrections_record ON corrections (record_id, id);

-- How a case ended, once: closed by a certificate, or withdrawn.
CREATE TABLE correction_events (
    correction_id  TEXT COLLATE "C" PRIMARY KEY REFERENCES corrections (id),
    kind           TEXT COLLATE "C" NOT NULL,
    certificate_id TEXT COLLATE "C" REFERENCES certificates (id),
    by_person      TEXT NOT NULL,
    at             BIGINT NOT NULL
);
CREATE TRIGGER correction_events_no_change BEFORE UPDATE OR DELETE ON correction_events
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER correction_events_no_truncate BEFORE TRUNCATE ON correction_events
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
