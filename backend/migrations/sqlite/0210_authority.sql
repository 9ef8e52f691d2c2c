-- Requests that wait for a second person: what exactly is asked for, as text, and who asked (C-4.3.2).
CREATE TABLE confirmations (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    content      TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    reason       TEXT NOT NULL
);
CREATE TRIGGER confirmations_no_update BEFORE UPDATE ON confirmations
BEGIN SELECT RAISE(ABORT, 'confirmations is append-only'); END;
CREATE TRIGGER confirmations_no_delete BEFORE DELETE ON confirmations
BEGIN SELECT RAISE(ABORT, 'confirmations is append-only'); END;
CREATE INDEX confirmations_subject ON confirmations (subject_id, id);

-- How a request ended, once: confirmed by a second person, done by the first administrator alone, declined, or withdrawn.
CREATE TABLE confirmation_ends (
    confirmation_id TEXT PRIMARY KEY REFERENCES confirmations (id),
    outcome         TEXT NOT NULL,
    by_person       TEXT NOT NULL,
    at              BIGINT NOT NULL,
    reason          TEXT NOT NULL
);
CREATE TRIGGER confirmation_ends_no_update BEFORE UPDATE ON confirmation_ends
BEGIN SELECT RAISE(ABORT, 'confirmation_ends is append-only'); END;
CREATE TRIGGER confirmation_ends_no_delete BEFORE DELETE ON confirmation_ends
BEGIN SELECT RAISE(ABORT, 'confirmation_ends is append-only'); END;

-- What holds a person's signing back until it is confirmed as theirs: a password that was reset, a device that is not the
-- first.
CREATE TABLE signing_holds (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    device_id TEXT,
    cause     TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER signing_holds_no_update BEFORE UPDATE ON signing_holds
BEGIN SELECT RAISE(ABORT, 'signing_holds is append-only'); END;
CREATE TRIGGER signing_holds_no_delete BEFORE DELETE ON signing_holds
BEGIN SELECT RAISE(ABORT, 'signing_holds is append-only'); END;
CREATE INDEX signing_holds_person ON signing_holds (person_id, id);

-- What ended it, once: a request that two people answered for, or the signature of an earlier device of the person.
CREATE TABLE signing_releases (
    hold_id         TEXT PRIMARY KEY REFERENCES signing_holds (id),
    confirmation_id TEXT,
    device_id       TEXT,
    signature       TEXT,
    by_person       TEXT NOT NULL,
    at              BIGINT NOT NULL
);
CREATE TRIGGER signing_releases_no_update BEFORE UPDATE ON signing_releases
BEGIN SELECT RAISE(ABORT, 'signing_releases is append-only'); END;
CREATE TRIGGER signing_releases_no_delete BEFORE DELETE ON signing_releases
BEGIN SELECT RAISE(ABORT, 'signing_releases is append-only'); END;

-- What happened to accounts, for their people and for who looks after them.
CREATE TABLE account_notices (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    what      TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER account_notices_no_update BEFORE UPDATE ON account_notices
BEGIN SELECT RAISE(ABORT, 'account_notices is append-only'); END;
CREATE TRIGGER account_notices_no_delete BEFORE DELETE ON account_notices
BEGIN SELECT RAISE(ABORT, 'account_notices is append-only'); END;
CREATE INDEX account_notices_person ON account_notices (person_id, id);

-- Which of them their people have read.
CREATE TABLE account_notices_read (
    notice_id TEXT PRIMARY KEY REFERENCES account_notices (id),
    at        BIGINT NOT NULL
);
CREATE TRIGGER account_notices_read_no_update BEFORE UPDATE ON account_notices_read
BEGIN SELECT RAISE(ABORT, 'account_notices_read is append-only'); END;
CREATE TRIGGER account_notices_read_no_delete BEFORE DELETE ON account_notices_read
BEGIN SELECT RAISE(ABORT, 'account_notices_read is append-only'); END;

-- That a technical manager has come: from then on nobody gives authority alone.
CREATE TABLE authority_settled (
    person_id TEXT PRIMARY KEY,
    at        BIGINT NOT NULL
);
CREATE TRIGGER authority_settled_no_update BEFORE UPDATE ON authority_settled
BEGIN SELECT RAISE(ABORT, 'authority_settled is append-only'); END;
CREATE TRIGGER authority_settled_no_delete BEFORE DELETE ON authority_settled
BEGIN SELECT RAISE(ABORT, 'authority_settled is append-only'); END;

-- Links to a new password, by the hash of their token; the token itself is in the mailbox alone.
CREATE TABLE reset_links (
    token_hash      TEXT PRIMARY KEY,
    confirmation_id TEXT NOT NULL REFERENCES confirmations (id),
    made_at         BIGINT NOT NULL
);
CREATE TRIGGER reset_links_no_update BEFORE UPDATE ON reset_links
BEGIN SELECT RAISE(ABORT, 'reset_links is append-only'); END;
CREATE TRIGGER reset_links_no_delete BEFORE DELETE ON reset_links
BEGIN SELECT RAISE(ABORT, 'reset_links is append-only'); END;

-- The request whose link is made when the message is sent: no text that is kept holds it.
ALTER TABLE messages ADD COLUMN link_for TEXT;
