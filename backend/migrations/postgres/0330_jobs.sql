-- What is done by the clock, when it is due, and which server does it meanwhile. A recurring job has no key; a daily one has its day.
CREATE TABLE jobs (
    kind     TEXT COLLATE "C" NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    due      BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    failure  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX jobs_due ON jobs (kind, due, key);
CREATE TABLE leases (
    name   TEXT COLLATE "C" PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    until  BIGINT NOT NULL
);
