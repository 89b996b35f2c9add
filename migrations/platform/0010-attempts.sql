-- Attempts that are counted where no Redis counts them: passwords, codes, links asked for. The key is a hash; it tells nobody's
-- address. Not logged: a crash of Postgres forgets what was counted within the last hour.

CREATE UNLOGGED TABLE etrax_system.attempts (
  name text NOT NULL,
  key bytea NOT NULL,
  counted integer NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (name, key)
);
CREATE INDEX ON etrax_system.attempts (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON etrax_system.attempts TO :"app";
