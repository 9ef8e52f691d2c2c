-- From now on the audit trail carries the digest of each session as it was made. Those of before have none: they end, and their
-- people sign in again. So there is no session that nobody can tell from one put in by hand.
DELETE FROM sessions;
