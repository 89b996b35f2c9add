ALTER TABLE stations DROP COLUMN emptied_hashes, DROP COLUMN handed_in_at;
