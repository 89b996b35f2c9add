-- Where a move led whose transaction has not come [S1]: by the time it gets its entry, others may have moved the thing on.
ALTER TABLE pending_moves ADD COLUMN after jsonb;
