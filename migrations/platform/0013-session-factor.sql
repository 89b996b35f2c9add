-- Whether a second factor was proved when a session was begun. Sessions from before this column count as begun without one.
ALTER TABLE etrax_system.sessions ADD COLUMN factor boolean NOT NULL DEFAULT false;
