-- Whom schools have erased, by ids that lead to nobody any more: after a restore it is done again. A copy is in each data
-- folder, since a restore of this database takes away what came after the backup.
CREATE TABLE etrax_system.erasures (
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  -- Of a person or of a user.
  subject_id uuid NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  -- NULL: it was begun; it is done to its end at the next start.
  done_at timestamptz,
  PRIMARY KEY (tenant_id, subject_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON etrax_system.erasures TO :"app";
