-- Who read which customer's results (C-4.1.2.2).
CREATE TABLE read_log (
    id          TEXT COLLATE "C" PRIMARY KEY,
    at          BIGINT NOT NULL,
    person_id   TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    noun        TEXT NOT NULL,
    object_id   TEXT COLLATE "C" NOT NULL
);
CREATE TRIGGER read_log_no_change BEFORE UPDATE OR DELETE ON read_log
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER read_log_no_truncate BEFORE TRUNCATE ON read_log
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX read_log_customer ON read_log (customer_id, id);
