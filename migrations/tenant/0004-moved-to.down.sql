ALTER TABLE pending_moves DROP COLUMN moved;
