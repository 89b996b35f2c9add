-- How long kinds of records are kept, in days, where a school chose otherwise than the program has it.
CREATE TABLE retention (
  kind text PRIMARY KEY,
  days integer NOT NULL CHECK (days > 0),
  changed_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON retention TO :"role";
