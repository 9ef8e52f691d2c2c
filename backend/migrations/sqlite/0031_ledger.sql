-- The ledger: every authentic event of a stream with its verdict, in the only order that counts. `verdict` is empty for
-- an effective event, the rule's code for one set aside.
CREATE TABLE ledger (
    stream_kind  TEXT NOT NULL,
    stream_id    TEXT NOT NULL,
    seq          BIGINT NOT NULL,
    prev         TEXT NOT NULL,
    event_id     TEXT NOT NULL UNIQUE REFERENCES events (id),
    event_hash   TEXT NOT NULL,
    received_at  BIGINT NOT NULL,
    clock_offset BIGINT NOT NULL,
    verdict      TEXT NOT NULL,
    PRIMARY KEY (stream_kind, stream_id, seq)
);
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;

-- What each person's devices are told, in order; the cursor of an exchange is a position here.
CREATE TABLE feed (
    person_id   TEXT NOT NULL,
    position    BIGINT NOT NULL,
    stream_kind TEXT NOT NULL,
    stream_id   TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    PRIMARY KEY (person_id, position),
    UNIQUE (person_id, stream_kind, stream_id, seq)
);
CREATE TRIGGER feed_no_update BEFORE UPDATE ON feed BEGIN SELECT RAISE(ABORT, 'feed is append-only'); END;
CREATE TRIGGER feed_no_delete BEFORE DELETE ON feed BEGIN SELECT RAISE(ABORT, 'feed is append-only'); END;
