DO $$
DECLARE role text;
BEGIN
  FOR role IN SELECT role_name FROM etrax_system.organizations WHERE role_name IS NOT NULL LOOP
    EXECUTE format('DROP OWNED BY %I', role);
    EXECUTE format('DROP ROLE %I', role);
  END LOOP;
END
$$;
ALTER TABLE etrax_system.organizations DROP COLUMN role_name, DROP COLUMN views_digest;
DROP SCHEMA etrax_analytics CASCADE;
