-- What the office settles beside a record: the line of an order that it is put under, or whether the certificate takes the
-- register's facts in place of those that the record began with. The latest of a kind counts.
CREATE TABLE record_settlements (
    id        TEXT COLLATE "C" PRIMARY KEY,
    record_id TEXT COLLATE "C" NOT NULL,
    seq       BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    order_id  TEXT COLLATE "C",
    line      BIGINT,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER record_settlements_no_change BEFORE UPDATE OR DELETE ON record_settlements
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER record_settlements_no_truncate BEFORE TRUNCATE ON record_settlements
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE UNIQUE INDEX record_settlements_record ON record_settlements (record_id, seq);
CREATE INDEX record_settlements_order ON record_settlements (order_id, record_id);

-- What whoever signed answered to the findings that asked for it, with the act that it was signed with.
CREATE TABLE answers (
    id        TEXT COLLATE "C" PRIMARY KEY,
    act       TEXT NOT NULL,
    act_id    TEXT NOT NULL,
    record_id TEXT COLLATE "C" NOT NULL,
    code      TEXT NOT NULL,
    path      TEXT NOT NULL,
    params    TEXT NOT NULL,
    text      TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER answers_no_change BEFORE UPDATE OR DELETE ON answers
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER answers_no_truncate BEFORE TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX answers_record ON answers (record_id, id);
