-- When a message that could not be sent is tried again; nothing before the first attempt.
ALTER TABLE messages ADD COLUMN next_at BIGINT;
