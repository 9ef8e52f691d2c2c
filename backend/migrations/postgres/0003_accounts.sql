CREATE TABLE credentials (
    person_id     TEXT COLLATE "C" PRIMARY KEY,
    password_hash TEXT NOT NULL,
    one_time      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL
);
CREATE TABLE sessions (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    person_id  TEXT COLLATE "C" NOT NULL REFERENCES credentials (person_id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE TABLE devices (
    id           TEXT COLLATE "C" PRIMARY KEY,
    person_id    TEXT COLLATE "C" NOT NULL REFERENCES credentials (person_id),
    name         TEXT NOT NULL,
    public_key   TEXT NOT NULL,
    enrolled_at  BIGINT NOT NULL,
    last_seen_at BIGINT,
    clock_offset BIGINT,
    revoked_at   BIGINT
);
CREATE INDEX devices_person ON devices (person_id, id);
