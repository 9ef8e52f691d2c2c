-- Every event a device made, byte for byte. `refused` holds the code of a text that is no authentic event: it keeps its
-- place in the device's chain, and is in no ledger.
CREATE TABLE events (
    id          TEXT COLLATE "C" PRIMARY KEY,
    device_id   TEXT COLLATE "C" NOT NULL,
    device_seq  BIGINT NOT NULL,
    hash        TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    refused     TEXT,
    text        TEXT NOT NULL,
    UNIQUE (device_id, device_seq)
);
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The device of a person in the office: made on demand, without a key; the server writes its events after the session
-- and, for signatures, the password were verified.
CREATE TABLE office_devices (
    person_id TEXT COLLATE "C" PRIMARY KEY,
    device_id TEXT COLLATE "C" NOT NULL UNIQUE,
    made_at   BIGINT NOT NULL
);
CREATE TRIGGER office_devices_no_change BEFORE UPDATE OR DELETE ON office_devices FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER office_devices_no_truncate BEFORE TRUNCATE ON office_devices FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Signatures over the heads of device chains, as they came with the exchanges that brought events.
CREATE TABLE exchange_signatures (
    device_id   TEXT COLLATE "C" NOT NULL,
    head        TEXT COLLATE "C" NOT NULL,
    events      BIGINT NOT NULL,
    signature   TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (device_id, head, events)
);
CREATE TRIGGER exchange_signatures_no_change BEFORE UPDATE OR DELETE ON exchange_signatures FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER exchange_signatures_no_truncate BEFORE TRUNCATE ON exchange_signatures FOR EACH STATEMENT EXECUTE FUNCTION append_only();
