-- Issued certificates: the document as text, fixed. Void is a row in certificate_events, not a column.
CREATE TABLE certificates (
    id            TEXT PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,
    check_code    TEXT NOT NULL,
    kind          TEXT NOT NULL,
    record_id     TEXT NOT NULL,
    check_event   TEXT NOT NULL,
    customer_id   TEXT NOT NULL,
    item_id       TEXT NOT NULL,
    order_id      TEXT NOT NULL,
    customer      TEXT NOT NULL,
    item          TEXT NOT NULL,
    search        TEXT NOT NULL,
    follows       TEXT REFERENCES certificates (id),
    correction_id TEXT,
    issued_at     BIGINT NOT NULL,
    issued_by     TEXT NOT NULL,
    document      TEXT NOT NULL,
    document_hash TEXT NOT NULL
);
CREATE TRIGGER certificates_no_update BEFORE UPDATE ON certificates
BEGIN SELECT RAISE(ABORT, 'certificates is append-only'); END;
CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates
BEGIN SELECT RAISE(ABORT, 'certificates is append-only'); END;
CREATE INDEX certificates_record ON certificates (record_id, id);
CREATE INDEX certificates_customer ON certificates (customer_id, id);

-- What happened to a certificate: void, supplemented (other_id: by which), stored (sha256 of the PDF: released), recall_asked,
-- recall_returned (note). Each happens once.
CREATE TABLE certificate_events (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    kind           TEXT NOT NULL,
    at             BIGINT NOT NULL,
    by_person      TEXT NOT NULL,
    other_id       TEXT REFERENCES certificates (id),
    sha256         TEXT NOT NULL,
    note           TEXT NOT NULL,
    UNIQUE (certificate_id, kind)
);
CREATE TRIGGER certificate_events_no_update BEFORE UPDATE ON certificate_events
BEGIN SELECT RAISE(ABORT, 'certificate_events is append-only'); END;
CREATE TRIGGER certificate_events_no_delete BEFORE DELETE ON certificate_events
BEGIN SELECT RAISE(ABORT, 'certificate_events is append-only'); END;
-- A record has one original; what follows it is a supplement or a replacement.
CREATE UNIQUE INDEX certificates_original ON certificates (record_id) WHERE kind = 'original';
