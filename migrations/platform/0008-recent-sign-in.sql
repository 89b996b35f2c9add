-- When the person behind a session last proved who it is, by a password or a factor. Sessions from before this column count
-- as long past.
ALTER TABLE etrax_system.sessions ADD COLUMN authenticated_at timestamptz NOT NULL DEFAULT '-infinity';
