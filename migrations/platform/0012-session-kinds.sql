-- What a session is of: a person's own account, a visit to a school that is not the own one, or a station. Each goes on by a
-- cookie of its own and by no other's.
ALTER TABLE etrax_system.sessions ADD COLUMN kind text NOT NULL DEFAULT 'account'
  CHECK (kind IN ('account', 'visit', 'station'));
UPDATE etrax_system.sessions s SET kind = 'visit' FROM etrax_system.visits v WHERE v.session_id = s.id;
UPDATE etrax_system.sessions SET kind = 'station' WHERE device_id LIKE 'station.%';
