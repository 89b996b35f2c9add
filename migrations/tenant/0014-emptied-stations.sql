-- A browser that was a station and has said that it is empty: nothing more is taken by its credential.
ALTER TABLE stations
  ADD COLUMN emptied_hashes bytea[] NOT NULL DEFAULT '{}',
  -- When the last of them did.
  ADD COLUMN handed_in_at timestamptz;
