-- What the office settles about a record is a case: what was settled before stays here, and nothing is added any more once the cases were
-- lifted (upgrade step 2).
CREATE FUNCTION settlements_closed() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM upgrade_steps WHERE number = 2) THEN
        RAISE EXCEPTION '% is closed', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER record_settlements_closed BEFORE INSERT ON record_settlements FOR EACH ROW EXECUTE FUNCTION settlements_closed();
