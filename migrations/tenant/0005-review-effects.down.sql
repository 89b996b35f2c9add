ALTER TABLE reviews DROP COLUMN effects;
