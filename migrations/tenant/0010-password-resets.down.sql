ALTER TABLE credentials
  DROP COLUMN reset_hash,
  DROP COLUMN reset_expires_at;
