-- A link by which somebody who has forgotten the password chooses another; of it, as of an invitation, the hash alone is kept.
-- It stands beside the invitation: whoever asks for one at the sign-in screen makes no admin's invitation void.
ALTER TABLE credentials
  ADD COLUMN reset_hash bytea UNIQUE,
  ADD COLUMN reset_expires_at timestamptz;
