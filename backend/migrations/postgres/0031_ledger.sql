-- The ledger: every authentic event of a stream with its verdict, in the only order that counts. `verdict` is empty for
-- an effective event, the rule's code for one set aside.
CREATE TABLE ledger (
    stream_kind  TEXT COLLATE "C" NOT NULL,
    stream_id    TEXT COLLATE "C" NOT NULL,
    seq          BIGINT NOT NULL,
    prev         TEXT COLLATE "C" NOT NULL,
    event_id     TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES events (id),
    event_hash   TEXT COLLATE "C" NOT NULL,
    received_at  BIGINT NOT NULL,
    clock_offset BIGINT NOT NULL,
    verdict      TEXT NOT NULL,
    PRIMARY KEY (stream_kind, stream_id, seq)
);
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What each person's devices are told, in order; the cursor of an exchange is a position here.
CREATE TABLE feed (
    person_id   TEXT COLLATE "C" NOT NULL,
    position    BIGINT NOT NULL,
    stream_kind TEXT COLLATE "C" NOT NULL,
    stream_id   TEXT COLLATE "C" NOT NULL,
    seq         BIGINT NOT NULL,
    PRIMARY KEY (person_id, position),
    UNIQUE (person_id, stream_kind, stream_id, seq)
);
CREATE TRIGGER feed_no_change BEFORE UPDATE OR DELETE ON feed FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER feed_no_truncate BEFORE TRUNCATE ON feed FOR EACH STATEMENT EXECUTE FUNCTION append_only();
