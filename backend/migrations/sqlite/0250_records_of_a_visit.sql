-- Who calibrates on a visit: asked with every check of a standard there (C-5.2.2.2).
CREATE INDEX records_visit ON records (visit_id);
