-- What a person is shown of their sessions, and what ends one that lies idle. Sessions of before have nothing here.
ALTER TABLE sessions ADD COLUMN last_used_at BIGINT;
ALTER TABLE sessions ADD COLUMN browser TEXT;
ALTER TABLE sessions ADD COLUMN address TEXT;
-- Browsers that a person has signed in with: whoever tries passwords elsewhere does not keep their person out.
CREATE TABLE known_browsers (
    token_hash TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES credentials (person_id),
    known_at   BIGINT NOT NULL,
    PRIMARY KEY (token_hash, person_id)
);
CREATE INDEX known_browsers_person ON known_browsers (person_id);
