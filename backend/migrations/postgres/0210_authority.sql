-- Requests that wait for a second person: what exactly is asked for, as text, and who asked (C-4.3.2).
CREATE TABLE confirmations (
    id           TEXT COLLATE "C" PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject_id   TEXT COLLATE "C" NOT NULL,
    content      TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    reason       TEXT NOT NULL
);
CREATE TRIGGER confirmations_no_change BEFORE UPDATE OR DELETE ON confirmations
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER confirmations_no_truncate BEFORE TRUNCATE ON confirmations
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX confirmations_subject ON confirmations (subject_id, id);

-- How a request ended, once: confirmed by a second person, done by the first administrator alone, declined, or withdrawn.
CREATE TABLE confirmation_ends (
    confirmation_id TEXT COLLATE "C" PRIMARY KEY REFERENCES confirmations (id),
    outcome         TEXT NOT NULL,
    by_person       TEXT NOT NULL,
    at              BIGINT NOT NULL,
    reason          TEXT NOT NULL
);
CREATE TRIGGER confirmation_ends_no_change BEFORE UPDATE OR DELETE ON confirmation_ends
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER confirmation_ends_no_truncate BEFORE TRUNCATE ON confirmation_ends
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What holds a person's signing back until it is confirmed as theirs: a password that was reset, a device that is not the
-- first.
CREATE TABLE signing_holds (
    id        TEXT COLLATE "C" PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL,
    device_id TEXT COLLATE "C",
    cause     TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER signing_holds_no_change BEFORE UPDATE OR DELETE ON signing_holds
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER signing_holds_no_truncate BEFORE TRUNCATE ON signing_holds
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX signing_holds_person ON signing_holds (person_id, id);

-- What ended it, once: a request that two people answered for, or the signature of an earlier device of the person.
CREATE TABLE signing_releases (
    hold_id         TEXT COLLATE "C" PRIMARY KEY REFERENCES signing_holds (id),
    confirmation_id TEXT COLLATE "C",
    device_id       TEXT COLLATE "C",
    signature       TEXT,
    by_person       TEXT NOT NULL,
    at              BIGINT NOT NULL
);
CREATE TRIGGER signing_releases_no_change BEFORE UPDATE OR DELETE ON signing_releases
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER signing_releases_no_truncate BEFORE TRUNCATE ON signing_releases
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What happened to accounts, for their people and for who looks after them.
CREATE TABLE account_notices (
    id        TEXT COLLATE "C" PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL,
    what      TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TRIGGER account_notices_no_change BEFORE UPDATE OR DELETE ON account_notices
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER account_notices_no_truncate BEFORE TRUNCATE ON account_notices
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE INDEX account_notices_person ON account_notices (person_id, id);

-- Which of them their people have read.
CREATE TABLE account_notices_read (
    notice_id TEXT COLLATE "C" PRIMARY KEY REFERENCES account_notices (id),
    at        BIGINT NOT NULL
);
CREATE TRIGGER account_notices_read_no_change BEFORE UPDATE OR DELETE ON account_notices_read
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER account_notices_read_no_truncate BEFORE TRUNCATE ON account_notices_read
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- That a technical manager has come: from then on nobody gives authority alone.
CREATE TABLE authority_settled (
    person_id TEXT COLLATE "C" PRIMARY KEY,
    at        BIGINT NOT NULL
);
CREATE TRIGGER authority_settled_no_change BEFORE UPDATE OR DELETE ON authority_settled
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER authority_settled_no_truncate BEFORE TRUNCATE ON authority_settled
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Links to a new password, by the hash of their token; the token itself is in the mailbox alone.
CREATE TABLE reset_links (
    token_hash      TEXT COLLATE "C" PRIMARY KEY,
    confirmation_id TEXT COLLATE "C" NOT NULL REFERENCES confirmations (id),
    made_at         BIGINT NOT NULL
);
CREATE TRIGGER reset_links_no_change BEFORE UPDATE OR DELETE ON reset_links
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER reset_links_no_truncate BEFORE TRUNCATE ON reset_links
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The request whose link is made when the message is sent: no text that is kept holds it.
ALTER TABLE messages ADD COLUMN link_for TEXT COLLATE "C";
