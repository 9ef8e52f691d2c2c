-- What is done by the clock, when it is due, and which server does it meanwhile. A recurring job has no key; a daily one has its day.
CREATE TABLE jobs (
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    due      BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    failure  TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX jobs_due ON jobs (kind, due, key);
CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  BIGINT NOT NULL
);
