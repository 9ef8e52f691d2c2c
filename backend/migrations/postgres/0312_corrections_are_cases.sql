-- Corrections are cases: what was written of them before stays here, and nothing is added any more once they were lifted (upgrade step 1).
-- Until then, and while a backup is restored, rows of an earlier version come in.
CREATE FUNCTION corrections_closed() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 1) THEN
        RAISE EXCEPTION '% is closed', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER corrections_closed BEFORE INSERT ON corrections FOR EACH ROW EXECUTE FUNCTION corrections_closed();
CREATE TRIGGER correction_events_closed BEFORE INSERT ON correction_events FOR EACH ROW EXECUTE FUNCTION corrections_closed();
CREATE TRIGGER correction_checks_closed BEFORE INSERT ON correction_checks FOR EACH ROW EXECUTE FUNCTION corrections_closed();
