-- What secrets and personal fields are sealed with. A master key never comes here: only its name, by which a server that was
-- given another one finds that out before it writes anything.

CREATE TABLE etrax_system.master_keys (
  -- Follows from the key, and tells nothing of it.
  id text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
  current boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX master_keys_current ON etrax_system.master_keys (current) WHERE current;

-- Data keys of a school, each sealed by a master key. What was sealed by one that was replaced still names it.
CREATE TABLE etrax_system.data_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  current boolean NOT NULL,
  master_key_id text NOT NULL REFERENCES etrax_system.master_keys (id),
  sealed_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX data_keys_current ON etrax_system.data_keys (tenant_id) WHERE current;
CREATE INDEX ON etrax_system.data_keys (tenant_id);

-- Keys are replaced by the owner's login alone.
GRANT SELECT, INSERT ON etrax_system.master_keys, etrax_system.data_keys TO :"app";
