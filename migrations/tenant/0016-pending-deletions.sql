-- Of any record whose deletion waits for somebody's decision, and not of things alone (schema version 1).
ALTER TABLE people ADD COLUMN pending_deletion boolean;
ALTER TABLE teams ADD COLUMN pending_deletion boolean;
ALTER TABLE categories ADD COLUMN pending_deletion boolean;
ALTER TABLE locations ADD COLUMN pending_deletion boolean;

-- What waits already is marked. Devices read these collections anew with the next client, so that no number is taken.
UPDATE people SET pending_deletion = true WHERE NOT deleted AND id::text IN (
  SELECT document_id FROM reviews
  WHERE kind = 'deletion' AND state = 'open' AND collection = 'people' AND NOT deleted);
UPDATE teams SET pending_deletion = true WHERE NOT deleted AND id::text IN (
  SELECT document_id FROM reviews
  WHERE kind = 'deletion' AND state = 'open' AND collection = 'teams' AND NOT deleted);
UPDATE categories SET pending_deletion = true WHERE NOT deleted AND id::text IN (
  SELECT document_id FROM reviews
  WHERE kind = 'deletion' AND state = 'open' AND collection = 'categories' AND NOT deleted);
UPDATE locations SET pending_deletion = true WHERE NOT deleted AND id::text IN (
  SELECT document_id FROM reviews
  WHERE kind = 'deletion' AND state = 'open' AND collection = 'locations' AND NOT deleted);
