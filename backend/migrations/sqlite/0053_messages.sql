-- Messages to customers: an outbox that the office sees, and that SMTP empties where it is configured.
CREATE TABLE messages (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    at          BIGINT NOT NULL,
    sent_at     BIGINT,
    failure     TEXT NOT NULL,
    attempts    BIGINT NOT NULL
);
CREATE INDEX messages_waiting ON messages (sent_at, id);
