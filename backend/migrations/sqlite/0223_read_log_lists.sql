-- Lists and exports are readings too: one row each, with what was asked and what was shown; and whose results were among it.
ALTER TABLE read_log ADD COLUMN listed TEXT;
CREATE INDEX read_log_person ON read_log (person_id, id);
CREATE TABLE read_log_customers (
    customer_id TEXT NOT NULL,
    reading_id  TEXT NOT NULL REFERENCES read_log (id),
    PRIMARY KEY (customer_id, reading_id)
);
CREATE INDEX read_log_customers_reading ON read_log_customers (reading_id);
CREATE TRIGGER read_log_customers_no_update BEFORE UPDATE ON read_log_customers BEGIN SELECT RAISE(ABORT, 'read_log_customers is append-only'); END;
CREATE TRIGGER read_log_customers_no_delete BEFORE DELETE ON read_log_customers BEGIN SELECT RAISE(ABORT, 'read_log_customers is append-only'); END;
