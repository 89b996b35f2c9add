-- What an organization reads of the schools below it: views in one schema, which its own role alone may read. The role and its
-- views are named by chance, as schools are; both are made when the organization first has views.

CREATE SCHEMA etrax_analytics;

ALTER TABLE etrax_system.organizations
  ADD COLUMN role_name text UNIQUE CHECK (role_name ~ '^org_[0-9a-z]{16}$'),
  -- Of the statement that made its views; NULL: it has none.
  ADD COLUMN views_digest text;
