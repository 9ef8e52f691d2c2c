-- What lists of records show and are searched by: a projection of the ledger, written with it.
CREATE TABLE records (
    id           TEXT COLLATE "C" PRIMARY KEY,
    status       TEXT COLLATE "C" NOT NULL,
    customer_id  TEXT COLLATE "C" NOT NULL,
    customer     TEXT NOT NULL,
    item_id      TEXT COLLATE "C" NOT NULL,
    item         TEXT NOT NULL,
    method       TEXT NOT NULL,
    edition_id   TEXT COLLATE "C" NOT NULL,
    order_id     TEXT COLLATE "C",
    order_number TEXT NOT NULL,
    task_id      TEXT COLLATE "C",
    visit_id     TEXT COLLATE "C",
    calibrators  TEXT NOT NULL,
    opened_at    BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    entries      BIGINT NOT NULL,
    set_aside    BIGINT NOT NULL,
    certificate  TEXT NOT NULL,
    search       TEXT NOT NULL,
    issued_check TEXT COLLATE "C" NOT NULL
);
CREATE INDEX records_status ON records (status, updated_at, id);
CREATE INDEX records_updated ON records (updated_at, id);
CREATE INDEX records_customer ON records (customer_id, id);
CREATE INDEX records_task ON records (task_id);
CREATE INDEX records_item ON records (item_id);

CREATE TABLE record_people (
    record_id TEXT COLLATE "C" NOT NULL REFERENCES records (id),
    person_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record_id, person_id)
);
CREATE INDEX record_people_person ON record_people (person_id, record_id);
