-- What a POST with an Idempotency-Key made: the same key makes the same document again, with the same stamp, which changes
-- nothing. `request_hash`: SHA-256 of the route and the body, so that a key is not used for something else.
CREATE TABLE idempotency_keys (
  user_id uuid NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  document_id uuid NOT NULL,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX ON idempotency_keys (created_at);
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO :"role";
