-- What proves, beside the password, that somebody is the user. `sealed` is readable with the school's data key alone.
CREATE TABLE second_factors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('totp', 'passkey', 'email', 'sms')),
  name text NOT NULL,
  -- The secret of a TOTP, or a phone number.
  sealed text,
  -- Of a TOTP: the last time step that was used. Each is accepted once.
  last_step bigint,
  -- Of a passkey.
  credential_id bytea UNIQUE,
  public_key bytea,
  counter bigint,
  transports jsonb,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ON second_factors (user_id);

-- For whoever lost the factor. `hint`: the code's first letter, by which one of the codes is looked for; `code_hash`: argon2id.
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL,
  hint text NOT NULL,
  code_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (user_id, hint)
);

-- What is under way: a sign-in between its two steps, a factor that is being set up. Short-lived, bound to the device, with few
-- tries; over when `ended_at` is set.
CREATE TABLE challenges (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('second-factor', 'set-up', 'passkey', 'enrolment', 'step-up')),
  -- NULL: the passkey will say.
  user_id uuid,
  device_id text,
  tries integer NOT NULL DEFAULT 0,
  -- What a passkey is to sign; taken away when it was.
  to_sign text,
  -- The secret of a TOTP, or a phone number, that is not confirmed yet.
  sealed text,
  -- A code that was sent.
  code_hash bytea,
  code_by text,
  code_until timestamptz,
  codes_sent integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX ON challenges (expires_at);

-- What a school decided for itself, by name; what is not here is as the program has it.
CREATE TABLE school_settings (
  name text PRIMARY KEY,
  value jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid
);

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors, recovery_codes, challenges, school_settings TO :"role";
