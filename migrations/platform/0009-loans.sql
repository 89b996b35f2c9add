-- Loans between schools: the one truth about where each stands, since no transaction spans two schools. A step is claimed here
-- (`pending`), carried out in the tables of the one school that it touches, and then noted here as done; what was broken off
-- between is carried out again, to the same end.
CREATE TABLE etrax_system.loans (
  id uuid PRIMARY KEY,
  lender_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  borrower_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('asked', 'offered', 'approved', 'lent', 'going_back', 'returned', 'declined', 'refused',
    'withdrawn')),
  until date NOT NULL,
  -- What the borrower asked for, in words.
  request text NOT NULL DEFAULT '',
  -- The things, as both schools and the organization see them; nobody who holds one, and no note.
  lines jsonb NOT NULL DEFAULT '[]',
  pending text CHECK (pending IN ('offer', 'approve', 'refuse', 'decline', 'withdraw', 'receive', 'send_back', 'take_back')),
  pending_by text CHECK (pending_by IN ('lender', 'borrower', 'organization')),
  -- Who takes the step, where they are a user of the school whose tables it touches.
  pending_actor uuid,
  pending_since timestamptz,
  -- Users of the lender and of the borrower: each is shown to their own school alone.
  lender_user_id uuid,
  borrower_user_id uuid,
  version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (lender_id <> borrower_id),
  CHECK ((pending IS NULL) = (pending_since IS NULL))
);
CREATE INDEX ON etrax_system.loans (lender_id, updated_at);
CREATE INDEX ON etrax_system.loans (borrower_id, updated_at);
CREATE INDEX ON etrax_system.loans (pending_since) WHERE pending IS NOT NULL;

-- Who did what with a loan: never changed, never deleted but with a school.
CREATE TABLE etrax_system.loan_steps (
  loan_id uuid NOT NULL REFERENCES etrax_system.loans (id) ON DELETE CASCADE,
  n integer NOT NULL,
  step text NOT NULL,
  side text NOT NULL,
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (loan_id, n)
);

GRANT SELECT, INSERT ON etrax_system.loans, etrax_system.loan_steps TO :"app";
GRANT UPDATE (state, until, lines, pending, pending_by, pending_actor, pending_since, lender_user_id, borrower_user_id, version,
  updated_at) ON etrax_system.loans TO :"app";
