-- How much of one author's refused writes waits is asked by each commit that refuses one.
CREATE INDEX reviews_open_refusals ON reviews (author_id) WHERE kind = 'rejected' AND state = 'open';
