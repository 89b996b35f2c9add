-- The counter to which a restore from a backup took the school back [L3]; null: never restored. Set together with `epoch`,
-- by begin-history.ts alone; commits leave it as it is.
ALTER TABLE sync_state ADD COLUMN restored_to bigint;
