-- Messages that go out by mail or telephone. To whom one goes and what it says is sealed with a key
-- of the school, and emptied when nothing is to be done with it any more: of what was sent, nothing but when and which kind is kept.

CREATE TABLE etrax_system.messages (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES etrax_system.tenants (id) ON DELETE CASCADE,
  channel text NOT NULL CHECK (channel IN ('mail', 'sms')),
  template text NOT NULL,
  language text NOT NULL,
  recipient text,
  contents text,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  -- Why the last attempt failed, and what the other side answered: digits alone.
  failure text,
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- A process that sends it moves this ahead; where it dies, another one sends it then.
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  -- What it says is worth nothing from then on.
  expires_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX ON etrax_system.messages (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX ON etrax_system.messages (tenant_id, created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON etrax_system.messages TO :"app";
