-- What the office settles about a record is a case: what was settled before stays here, and nothing is added any more once the cases were
-- lifted (upgrade step 2).
CREATE TRIGGER record_settlements_closed BEFORE INSERT ON record_settlements WHEN EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 2)
BEGIN SELECT RAISE(ABORT, 'record_settlements is closed'); END;
