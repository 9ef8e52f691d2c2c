-- Which entries an entry names: orders are found by the words of their customer, items and people, and lists show what belongs together.
CREATE TABLE register_links (
    entry_id  TEXT NOT NULL,
    refers_to TEXT NOT NULL,
    PRIMARY KEY (entry_id, refers_to)
);
CREATE INDEX register_links_refers_to ON register_links (refers_to, entry_id);
INSERT INTO register_links (entry_id, refers_to)
SELECT a.id, b.id FROM register_entries a JOIN register_entries b ON a.id <> b.id AND a.body LIKE '%"' || b.id || '"%';
