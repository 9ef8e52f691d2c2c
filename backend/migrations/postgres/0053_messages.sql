-- Messages to customers: an outbox that the office sees, and that SMTP empties where it is configured.
CREATE TABLE messages (
    id          TEXT COLLATE "C" PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    recipient   TEXT COLLATE "C" NOT NULL,
    subject     TEXT COLLATE "C" NOT NULL,
    body        TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL,
    sent_at     BIGINT,
    failure     TEXT COLLATE "C" NOT NULL,
    attempts    BIGINT NOT NULL
);
CREATE INDEX messages_waiting ON messages (sent_at, id);
