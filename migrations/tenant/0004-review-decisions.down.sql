ALTER TABLE reviews DROP COLUMN concerned_ids, DROP COLUMN deferred_until, DROP COLUMN decisions;
