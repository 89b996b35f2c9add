-- Whoever looks across schools enters one of them by an explicit act. In each school they are one user, the same at every
-- visit: what they wrote there stays under one name, and what a device has not sent yet is theirs when they come again.
CREATE TABLE etrax_system.visitors (
  home_tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  home_user_id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  PRIMARY KEY (home_tenant_id, home_user_id, tenant_id),
  UNIQUE (tenant_id, user_id)
);

-- Every visit that was asked for: who, from where, to which school, as what and why. Rows are never deleted but with a school.
CREATE TABLE etrax_system.visits (
  id uuid PRIMARY KEY,
  home_tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  home_user_id uuid NOT NULL,
  -- The visit ends with the session from which it was begun.
  home_session_id uuid NOT NULL,
  -- Name and organization of the visitor, as the school is shown them.
  visitor text NOT NULL,
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('EQUIPMENT_MANAGER', 'SCHOOL_ADMIN')),
  reason text NOT NULL CHECK (reason <> ''),
  asked_at timestamptz NOT NULL,
  -- SHA-256; good once.
  ticket_hash bytea UNIQUE,
  ticket_until timestamptz NOT NULL,
  session_id uuid UNIQUE,
  begun_at timestamptz,
  expires_at timestamptz,
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX ON etrax_system.visits (tenant_id, begun_at);
CREATE INDEX ON etrax_system.visits (home_tenant_id, home_user_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON etrax_system.visitors TO :"app";
GRANT SELECT, INSERT ON etrax_system.visits TO :"app";
-- Who, where, as what and why are never changed.
GRANT UPDATE (ticket_hash, session_id, begun_at, expires_at, ended_at, end_reason) ON etrax_system.visits TO :"app";
