ALTER TABLE people DROP COLUMN pending_deletion;
ALTER TABLE teams DROP COLUMN pending_deletion;
ALTER TABLE categories DROP COLUMN pending_deletion;
ALTER TABLE locations DROP COLUMN pending_deletion;
