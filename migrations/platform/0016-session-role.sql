-- The role for which a session was begun, or that it went on in since: one that rose is judged anew at its next use. Of sessions from
-- before this column the first role that they are used in is taken.
ALTER TABLE etrax_system.sessions ADD COLUMN role text;
