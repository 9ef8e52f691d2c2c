-- Checks of corrections of office facts by a second person: who saw exactly what would be stated (C-5.4.2).
CREATE TABLE correction_checks (
    id            TEXT PRIMARY KEY,
    correction_id TEXT NOT NULL REFERENCES corrections (id),
    by_person     TEXT NOT NULL,
    at            BIGINT NOT NULL,
    stated        TEXT NOT NULL
);
CREATE TRIGGER correction_checks_no_update BEFORE UPDATE ON correction_checks
BEGIN SELECT RAISE(ABORT, 'correction_checks is append-only'); END;
CREATE TRIGGER correction_checks_no_delete BEFORE DELETE ON correction_checks
BEGIN SELECT RAISE(ABORT, 'correction_checks is append-only'); END;
CREATE INDEX correction_checks_case ON correction_checks (correction_id, id);

-- Nothing is followed twice: certificates of a record stand in one line.
CREATE UNIQUE INDEX certificates_follows ON certificates (follows);
