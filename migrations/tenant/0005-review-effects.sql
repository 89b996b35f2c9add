-- What decisions changed, by their ids: kept apart from the decisions, since not everybody who reads those may read this.
ALTER TABLE reviews ADD COLUMN effects jsonb;
