ALTER TABLE equipment DROP COLUMN loan;
