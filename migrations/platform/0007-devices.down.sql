ALTER TABLE etrax_system.devices DROP COLUMN id, DROP COLUMN user_agent, DROP COLUMN schema_version,
  DROP COLUMN revoked_by, DROP COLUMN handed_in_at;
