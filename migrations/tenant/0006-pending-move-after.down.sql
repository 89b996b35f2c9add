ALTER TABLE pending_moves DROP COLUMN after;
