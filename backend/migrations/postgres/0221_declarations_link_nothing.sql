-- A list of people by a customer they name told who has a conflict of interest with it: such declarations link nothing any more.
DELETE FROM register_links
WHERE entry_id IN (SELECT id FROM register_entries WHERE noun = 'people')
  AND refers_to IN (SELECT id FROM register_entries WHERE noun = 'customers')
  AND NOT EXISTS (SELECT 1 FROM register_entries p WHERE p.id = register_links.entry_id AND p.customer_id = register_links.refers_to);
