REVOKE UPDATE (seq, audit_seq, audit_head, floors) ON sync_state FROM :"role";
GRANT INSERT, UPDATE ON sync_state TO :"role";
DROP TABLE audit_anchors;
