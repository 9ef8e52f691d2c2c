-- Which of the numbered upgrade steps ran over this database (app/upgrade). No part of a backup: after a restore all of them run again.
CREATE TABLE upgrade_steps (
    number BIGINT PRIMARY KEY,
    name   TEXT NOT NULL,
    ran_at BIGINT NOT NULL
);
