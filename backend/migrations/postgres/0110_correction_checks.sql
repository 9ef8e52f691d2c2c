-- Checks of corrections of office facts by a second person: who saw exactly what would be stated (C-5.4.2).
CREATE TABLE correction_checks (
    id            TEXT COLLATE "C" PRIMARY KEY,
    correction_id TEXT COLLATE "C" NOT NULL REFERENCES corrections (id),
    by_person     TEXT NOT NULL,
    at            BIGINT NOT NULL,
    stated        TEXT NOT NULL
);
CREATE TRIGGER correction_checks_no_change BEFORE UPDATE OR DELETE ON correction_checks
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER correction_checks_no_truncate BEFORE TRUNCATE ON correction_checks
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX correction_checks_case ON correction_checks (correction_id, id);

-- Nothing is followed twice: certificates of a record stand in one line.
CREATE UNIQUE INDEX certificates_follows ON certificates (follows);
