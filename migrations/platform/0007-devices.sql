-- A device of an account, as people see it: named, listed, and taken back. `id` names it in addresses.
ALTER TABLE etrax_system.devices
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN user_agent text,
  -- Version of the set of collections that it last spoke.
  ADD COLUMN schema_version integer,
  ADD COLUMN revoked_by uuid,
  -- Since then nothing is left on it of what it held unsent when it was revoked.
  ADD COLUMN handed_in_at timestamptz;
