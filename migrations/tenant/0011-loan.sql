-- Of a thing on loan to or from another school: which loan, which side, the other school's name, until when.
ALTER TABLE equipment ADD COLUMN loan jsonb;
