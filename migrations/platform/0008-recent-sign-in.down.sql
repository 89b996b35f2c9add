ALTER TABLE etrax_system.sessions DROP COLUMN authenticated_at;
