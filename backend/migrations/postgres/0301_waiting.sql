-- What waits at the desk is found without looking at what does not.
CREATE INDEX records_to_issue ON records (updated_at, id) WHERE status = 'checked' AND certificate = '';
CREATE INDEX records_to_place ON records (updated_at, id) WHERE order_id IS NULL AND certificate = '' AND status <> 'abandoned';
CREATE INDEX records_left_open ON records (updated_at, id) WHERE certificate <> '' AND status <> 'checked' AND status <> 'abandoned';
CREATE INDEX register_entries_status ON register_entries (noun, status, updated_at, id);
