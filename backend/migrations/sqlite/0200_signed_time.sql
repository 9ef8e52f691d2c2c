-- The newest form of an exchange's signed text that a device has used; empty until it has used the second.
ALTER TABLE devices ADD COLUMN signs BIGINT;
-- What the second form states, as it was signed; empty under the first. `offset_before` is the device's clock offset as it was known
-- before the exchange, `carried` is 1 where somebody brought it as a file.
ALTER TABLE exchange_signatures ADD COLUMN signed TEXT;
ALTER TABLE exchange_signatures ADD COLUMN offset_before BIGINT;
ALTER TABLE exchange_signatures ADD COLUMN carried BIGINT;
