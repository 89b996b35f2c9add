-- Where the audit log was shortened at its beginning, written by the owner in the transaction that removes the entries. The log's
-- first entry is the one after the last anchor, and its `previous` that anchor's hash.
CREATE TABLE audit_anchors (
  -- The last entry that went, its hash and its time.
  through bigint PRIMARY KEY,
  hash bytea NOT NULL,
  newest_at timestamptz NOT NULL,
  removed_at timestamptz NOT NULL
);
GRANT SELECT ON audit_anchors TO :"role";
-- A commit moves the counter and the chain's head; which history this is, is the owner's.
REVOKE INSERT, UPDATE ON sync_state FROM :"role";
GRANT UPDATE (seq, audit_seq, audit_head, floors) ON sync_state TO :"role";
