-- The keys that open again what a forgotten PIN has closed: each lies here, and what it opens on the tablet alone. Handed out to the
-- device's person only, until `allowed_until`, which the office sets.
CREATE TABLE device_recovery (
    device_id     TEXT COLLATE "C" PRIMARY KEY REFERENCES devices (id),
    recovery_key  TEXT NOT NULL,
    kept_at       BIGINT NOT NULL,
    allowed_until BIGINT
);
