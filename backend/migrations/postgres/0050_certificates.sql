-- Issued certificates: the document as text, fixed. Void is a row in certificate_events, not a column.
CREATE TABLE certificates (
    id            TEXT COLLATE "C" PRIMARY KEY,
    number        TEXT COLLATE "C" NOT NULL UNIQUE,
    check_code    TEXT NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    record_id     TEXT COLLATE "C" NOT NULL,
    check_event   TEXT NOT NULL,
    customer_id   TEXT COLLATE "C" NOT NULL,
    item_id       TEXT COLLATE "C" NOT NULL,
    order_id      TEXT COLLATE "C" NOT NULL,
    customer      TEXT NOT NULL,
    item          TEXT NOT NULL,
    search        TEXT NOT NULL,
    follows       TEXT COLLATE "C" REFERENCES certificates (id),
    correction_id TEXT COLLATE "C",
    issued_at     BIGINT NOT NULL,
    issued_by     TEXT NOT NULL,
    document      TEXT NOT NULL,
    document_hash TEXT NOT NULL
);
CREATE TRIGGER certificates_no_change BEFORE UPDATE OR DELETE ON certificates
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER certificates_no_truncate BEFORE TRUNCATE ON certificates
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX certificates_record ON certificates (record_id, id);
CREATE INDEX certificates_customer ON certificates (customer_id, id);

-- What happened to a certificate: void, supplemented (other_id: by which), stored (sha256 of the PDF: released), recall_asked,
-- recall_returned (note). Each happens once.
CREATE TABLE certificate_events (
    id             TEXT COLLATE "C" PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
    kind           TEXT COLLATE "C" NOT NULL,
    at             BIGINT NOT NULL,
    by_person      TEXT NOT NULL,
    other_id       TEXT COLLATE "C" REFERENCES certificates (id),
    sha256         TEXT NOT NULL,
    note           TEXT NOT NULL,
    UNIQUE (certificate_id, kind)
);
CREATE TRIGGER certificate_events_no_change BEFORE UPDATE OR DELETE ON certificate_events
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER certificate_events_no_truncate BEFORE TRUNCATE ON certificate_events
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- A record has one original; what follows it is a supplement or a replacement.
CREATE UNIQUE INDEX certificates_original ON certificates (record_id) WHERE kind = 'original';
