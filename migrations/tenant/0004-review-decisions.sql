-- What was decided on a review, who else is told of it, and until when it waits (schema version 1).
ALTER TABLE reviews
  ADD COLUMN concerned_ids text[],
  ADD COLUMN deferred_until timestamptz,
  ADD COLUMN decisions jsonb;
