ALTER TABLE sync_state DROP COLUMN restored_to;
