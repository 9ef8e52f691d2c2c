-- Who read which customer's results (C-4.1.2.2).
CREATE TABLE read_log (
    id          TEXT PRIMARY KEY,
    at          BIGINT NOT NULL,
    person_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    noun        TEXT NOT NULL,
    object_id   TEXT NOT NULL
);
CREATE TRIGGER read_log_no_update BEFORE UPDATE ON read_log
BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE TRIGGER read_log_no_delete BEFORE DELETE ON read_log
BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE INDEX read_log_customer ON read_log (customer_id, id);
