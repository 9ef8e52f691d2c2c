-- Every event a device made, byte for byte. `refused` holds the code of a text that is no authentic event: it keeps its
-- place in the device's chain, and is in no ledger.
CREATE TABLE events (
    id          TEXT PRIMARY KEY,
    device_id   TEXT NOT NULL,
    device_seq  BIGINT NOT NULL,
    hash        TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    refused     TEXT,
    text        TEXT NOT NULL,
    UNIQUE (device_id, device_seq)
);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;

-- The device of a person in the office: made on demand, without a key; the server writes its events after the session
-- and, for signatures, the password were verified.
CREATE TABLE office_devices (
    person_id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL UNIQUE,
    made_at   BIGINT NOT NULL
);
CREATE TRIGGER office_devices_no_update BEFORE UPDATE ON office_devices BEGIN SELECT RAISE(ABORT, 'office_devices is append-only'); END;
CREATE TRIGGER office_devices_no_delete BEFORE DELETE ON office_devices BEGIN SELECT RAISE(ABORT, 'office_devices is append-only'); END;

-- Signatures over the heads of device chains, as they came with the exchanges that brought events.
CREATE TABLE exchange_signatures (
    device_id   TEXT NOT NULL,
    head        TEXT NOT NULL,
    events      BIGINT NOT NULL,
    signature   TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (device_id, head, events)
);
CREATE TRIGGER exchange_signatures_no_update BEFORE UPDATE ON exchange_signatures BEGIN SELECT RAISE(ABORT, 'exchange_signatures is append-only'); END;
CREATE TRIGGER exchange_signatures_no_delete BEFORE DELETE ON exchange_signatures BEGIN SELECT RAISE(ABORT, 'exchange_signatures is append-only'); END;
