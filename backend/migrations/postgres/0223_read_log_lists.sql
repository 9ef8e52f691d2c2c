-- Lists and exports are readings too: one row each, with what was asked and what was shown; and whose results were among it.
ALTER TABLE read_log ADD COLUMN listed TEXT;
CREATE INDEX read_log_person ON read_log (person_id, id);
CREATE TABLE read_log_customers (
    customer_id TEXT COLLATE "C" NOT NULL,
    reading_id  TEXT COLLATE "C" NOT NULL REFERENCES read_log (id),
    PRIMARY KEY (customer_id, reading_id)
);
CREATE INDEX read_log_customers_reading ON read_log_customers (reading_id);
CREATE TRIGGER read_log_customers_no_change BEFORE UPDATE OR DELETE ON read_log_customers FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER read_log_customers_no_truncate BEFORE TRUNCATE ON read_log_customers FOR EACH STATEMENT EXECUTE FUNCTION append_only();
