-- Stations: counters with a device of their own. Its name and teams are in `users`, under the same id and the role STATION, so that
-- everybody reads the name of who an entry was made at. What proves it is kept as SHA-256 alone; `key` is sealed.
CREATE TABLE stations (
  id uuid PRIMARY KEY,
  lock_seconds integer NOT NULL,
  -- Counts the browsers that were this station, one after the other.
  enrolment integer NOT NULL DEFAULT 0,
  credential_hash bytea,
  -- Of browsers that were this station before: they are told that they are not any more.
  former_hashes bytea[] NOT NULL DEFAULT '{}',
  key text,
  code_hash bytea UNIQUE,
  code_expires_at timestamptz,
  enrolled_at timestamptz,
  last_seen_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE station_staff (
  station_id uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (station_id, user_id)
);

-- By what staff identify at stations. `pin_key` is what PBKDF2 makes of the PIN, sealed; a badge's code is kept as SHA-256.
CREATE TABLE staff_marks (
  user_id uuid PRIMARY KEY,
  pin_salt text,
  pin_key text,
  pin_set_at timestamptz,
  badge_hash text UNIQUE,
  badge_set_at timestamptz
);

GRANT SELECT, INSERT, UPDATE, DELETE ON stations, station_staff, staff_marks TO :"role";
