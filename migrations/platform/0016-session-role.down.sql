ALTER TABLE etrax_system.sessions DROP COLUMN role;
