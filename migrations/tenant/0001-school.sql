-- The tables of one school. It runs with search_path set to the school's schema alone, so that names stay unqualified and
-- the same statements serve every school. :"role" stands for the school's own role. No triggers and no foreign keys: rows
-- arrive in any order, and schema-based sharding moves a schema as a whole.
--
-- One table for each synced collection, in the columns of shared/columns.ts; a test compares the two. Stamps order as
-- bytes whatever the database's collation, hence COLLATE "C".

CREATE TABLE equipment (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  tag_code text,
  serial text,
  category_id uuid,
  manufacturer text,
  model text,
  size text,
  jersey_number text,
  team_id uuid,
  home_location_id uuid,
  purchase_date date,
  purchase_price_cents bigint,
  warranty_until date,
  recertify_by date,
  retire_by date,
  quantity bigint,
  quantity_out bigint,
  status text NOT NULL,
  holder_id uuid,
  location_id uuid,
  due_at timestamptz,
  custody_id uuid,
  status_stamp text COLLATE "C",
  condition text,
  condition_stamp text COLLATE "C",
  notes text,
  tags text[],
  custom jsonb,
  merge text,
  pending_deletion boolean,
  merged_into uuid,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON equipment (seq);
CREATE INDEX ON equipment (name);
CREATE INDEX ON equipment (tag_code);
CREATE INDEX ON equipment (serial);
CREATE INDEX ON equipment (status);
CREATE INDEX ON equipment (holder_id);

CREATE TABLE categories (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  parent_id uuid,
  defaults jsonb,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON categories (seq);

CREATE TABLE locations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  parent_id uuid,
  kind text,
  coordinates jsonb,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON locations (seq);

CREATE TABLE people (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  jersey_number text,
  sizes jsonb,
  badge_code text,
  team_ids text[],
  kind text NOT NULL,
  active boolean NOT NULL,
  holds jsonb,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON people (seq);
CREATE INDEX ON people (name);
CREATE INDEX ON people (badge_code);

CREATE TABLE teams (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  sport text,
  level text,
  season text,
  coach_ids text[],
  active boolean NOT NULL,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON teams (seq);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  person_id uuid,
  team_ids text[],
  active boolean NOT NULL,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON users (seq);

CREATE TABLE transactions (
  id uuid PRIMARY KEY,
  equipment_id uuid NOT NULL,
  type text NOT NULL,
  quantity bigint,
  from_holder_id uuid,
  to_holder_id uuid,
  location_id uuid,
  due_at timestamptz,
  condition text,
  note text,
  previous_id uuid,
  previous_ids text[],
  occurred_at timestamptz NOT NULL,
  actor_id uuid NOT NULL,
  device_id text NOT NULL,
  received_at timestamptz,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) PARTITION BY RANGE (id);
CREATE TABLE transactions_default PARTITION OF transactions DEFAULT;
CREATE INDEX ON transactions (seq);
CREATE INDEX ON transactions (equipment_id);
CREATE INDEX ON transactions (previous_id);
CREATE INDEX ON transactions (occurred_at);

CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  collection text NOT NULL,
  document_id text NOT NULL,
  state text NOT NULL,
  base jsonb,
  device jsonb,
  server jsonb,
  fields text[],
  reason jsonb,
  author_id uuid,
  device_id text,
  occurred_at timestamptz,
  received_at timestamptz NOT NULL,
  transaction_ids text[],
  assignee_id uuid,
  resolution jsonb,
  resolved_by uuid,
  resolved_at timestamptz,
  version bigint NOT NULL,
  stamp text COLLATE "C" NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL,
  field_stamps jsonb NOT NULL DEFAULT '{}',
  device_stamps jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
CREATE INDEX ON reviews (seq);
CREATE INDEX ON reviews (state);
CREATE INDEX ON reviews (received_at);
CREATE INDEX ON reviews (document_id);

-- The school's counter [C1] and the head of its audit chain, moved under one row lock that is held to the commit.
-- `epoch` names this history: a restore from a backup begins another. `floors`: collection -> highest purged tombstone.
CREATE TABLE sync_state (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  epoch uuid NOT NULL,
  seq bigint NOT NULL DEFAULT 0,
  audit_seq bigint NOT NULL DEFAULT 0,
  audit_head bytea NOT NULL DEFAULT '',
  floors jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
INSERT INTO sync_state (epoch) VALUES (gen_random_uuid());

-- What left a reader's sight, and with which commit [L2]. `reader`: a user's id, or a role.
CREATE TABLE sight_losses (
  collection text NOT NULL,
  seq bigint NOT NULL,
  document_id uuid NOT NULL,
  reader text NOT NULL,
  PRIMARY KEY (collection, seq, document_id, reader)
);
CREATE INDEX ON sight_losses (reader, collection, seq);

-- Moves whose transaction has not come yet [S1]; `previous` is the status group to go back to if it is refused.
CREATE TABLE pending_moves (
  equipment_id uuid NOT NULL,
  custody_id uuid NOT NULL,
  status_stamp text COLLATE "C",
  previous jsonb,
  actor_id uuid,
  device_id text,
  since timestamptz NOT NULL,
  PRIMARY KEY (equipment_id, custody_id)
);
CREATE INDEX ON pending_moves (since);

-- Stamps from the future as sent, and what they were clamped to [C3].
CREATE TABLE clock_clamps (
  device_id text NOT NULL,
  sent text COLLATE "C" NOT NULL,
  clamped text COLLATE "C" NOT NULL,
  PRIMARY KEY (device_id, sent)
);

-- Who did what: append-only, each entry hashed over the one before it.
CREATE TABLE audit (
  n bigint NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid,
  device_id text,
  action text NOT NULL,
  collection text,
  document_id text,
  seq bigint,
  detail jsonb,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (n, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;

CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  detail jsonb,
  created_at timestamptz NOT NULL,
  read_at timestamptz
) PARTITION BY RANGE (id);
CREATE TABLE notifications_default PARTITION OF notifications DEFAULT;
CREATE INDEX ON notifications (user_id, created_at);

-- What a user signs in with. It is no synced collection: no device ever gets a row of it. Whoever was invited has no
-- password until the invitation was used; it works once, and is kept as SHA-256 only.
CREATE TABLE credentials (
  user_id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash text,
  password_changed_at timestamptz,
  invitation_hash bytea UNIQUE,
  invitation_expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON
  equipment, categories, locations, people, teams, users, transactions, reviews, sync_state
  TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON
  sight_losses, pending_moves, clock_clamps, notifications, credentials
  TO :"role";
GRANT SELECT, INSERT ON audit TO :"role";
