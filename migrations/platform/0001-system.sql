-- The platform's own tables. :"app" stands for the application's login, which gets no more than it is granted here.

CREATE SCHEMA IF NOT EXISTS etrax_system;
GRANT USAGE ON SCHEMA etrax_system TO :"app";

-- Districts, counties and states: a tree.
CREATE TABLE etrax_system.organizations (
  id uuid PRIMARY KEY,
  parent_id uuid REFERENCES etrax_system.organizations (id),
  name text NOT NULL CHECK (name <> ''),
  kind text NOT NULL CHECK (kind IN ('district', 'county', 'state', 'other')),
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (parent_id <> id)
);
CREATE INDEX ON etrax_system.organizations (parent_id);

-- Schools. The schema and the role are named by chance, never after the school.
CREATE TABLE etrax_system.tenants (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (name <> ''),
  organization_id uuid NOT NULL REFERENCES etrax_system.organizations (id),
  schema_name text NOT NULL UNIQUE CHECK (schema_name ~ '^school_[0-9a-z]{16}$'),
  role_name text NOT NULL UNIQUE CHECK (role_name ~ '^school_[0-9a-z]{16}$'),
  time_zone text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON etrax_system.tenants (organization_id);

-- Which tenant migrations a school has; written by the owner's login alone.
CREATE TABLE etrax_system.tenant_migrations (
  schema_name text NOT NULL REFERENCES etrax_system.tenants (schema_name) ON DELETE CASCADE,
  version integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (schema_name, version)
);

-- Sessions: one row for a family of refresh tokens. Tokens are kept as SHA-256 only. `family_hash` proves that a token
-- was once of this family; `current_hashes` are those that may be used; `previous_hashes` those before them, good until
-- `previous_until` for an answer that was lost or a second tab.
CREATE TABLE etrax_system.sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  device_id text,
  user_agent text,
  family_hash bytea NOT NULL,
  current_hashes bytea[] NOT NULL,
  previous_hashes bytea[] NOT NULL DEFAULT '{}',
  previous_until timestamptz NOT NULL DEFAULT '-infinity',
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text
) WITH (fillfactor = 80);
CREATE INDEX ON etrax_system.sessions (tenant_id, user_id) WHERE ended_at IS NULL;

-- Devices from which somebody has signed in.
CREATE TABLE etrax_system.devices (
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  device_id text NOT NULL,
  name text,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, user_id, device_id)
);

-- Public halves of the keys that sign access tokens; the private ones stay in the data folder of the process that signs.
CREATE TABLE etrax_system.signing_keys (
  kid text PRIMARY KEY,
  algorithm text NOT NULL,
  public_jwk jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- No longer accepted from then on: the last signature plus a token's life.
  expires_at timestamptz NOT NULL
);

GRANT SELECT ON etrax_system.organizations, etrax_system.tenants, etrax_system.tenant_migrations TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON etrax_system.sessions, etrax_system.devices TO :"app";
GRANT SELECT, INSERT, DELETE ON etrax_system.signing_keys TO :"app";
GRANT SELECT ON etrax_system.platform_migrations TO :"app";
