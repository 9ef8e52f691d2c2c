-- What the office settles beside a record: the line of an order that it is put under, or whether the certificate takes the
-- register's facts in place of those that the record began with. The latest of a kind counts.
CREATE TABLE record_settlements (
    id        TEXT PRIMARY KEY,
    record_id TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    order_id  TEXT,
    line      BIGINT,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER record_settlements_no_update BEFORE UPDATE ON record_settlements
BEGIN SELECT RAISE(ABORT, 'record_settlements is append-only'); END;
CREATE TRIGGER record_settlements_no_delete BEFORE DELETE ON record_settlements
BEGIN SELECT RAISE(ABORT, 'record_settlements is append-only'); END;
CREATE UNIQUE INDEX record_settlements_record ON record_settlements (record_id, seq);
CREATE INDEX record_settlements_order ON record_settlements (order_id, record_id);

-- What whoever signed answered to the findings that asked for it, with the act that it was signed with.
CREATE TABLE answers (
    id        TEXT PRIMARY KEY,
    act       TEXT NOT NULL,
    act_id    TEXT NOT NULL,
    record_id TEXT NOT NULL,
    code      TEXT NOT NULL,
    path      TEXT NOT NULL,
    params    TEXT NOT NULL,
    text      TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'answers is append-only'); END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers is append-only'); END;
CREATE INDEX answers_record ON answers (record_id, id);
