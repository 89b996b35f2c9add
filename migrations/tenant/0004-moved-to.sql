-- Where a move whose transaction has not come led [S1]: what the ledger tells of it if the transaction never comes. Of the
-- moves that are waited for, the thing itself still tells it; where another move has taken its place, nothing does any more.
ALTER TABLE pending_moves ADD COLUMN moved jsonb;
UPDATE pending_moves SET moved = jsonb_strip_nulls(jsonb_build_object(
  'status', equipment.status, 'holderId', equipment.holder_id, 'locationId', equipment.location_id,
  'dueAt', to_char(equipment.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'custodyId', equipment.custody_id, 'statusStamp', equipment.status_stamp))
FROM equipment WHERE equipment.id = equipment_id AND equipment.custody_id = pending_moves.custody_id;
DELETE FROM pending_moves WHERE moved IS NULL;
ALTER TABLE pending_moves ALTER COLUMN moved SET NOT NULL;
