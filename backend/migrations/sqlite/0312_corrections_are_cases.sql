-- Corrections are cases: what was written of them before stays here, and nothing is added any more once they were lifted (upgrade step 1).
-- Until then, and while a backup is restored, rows of an earlier version come in.
CREATE TRIGGER corrections_closed BEFORE INSERT ON corrections WHEN EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 1)
BEGIN SELECT RAISE(ABORT, 'corrections is closed'); END;
CREATE TRIGGER correction_events_closed BEFORE INSERT ON correction_events WHEN EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 1)
BEGIN SELECT RAISE(ABORT, 'correction_events is closed'); END;
CREATE TRIGGER correction_checks_closed BEFORE INSERT ON correction_checks WHEN EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 1)
BEGIN SELECT RAISE(ABORT, 'correction_checks is closed'); END;
