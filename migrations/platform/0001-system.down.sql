REVOKE SELECT ON etrax_system.platform_migrations FROM :"app";
-- Schools are removed first, each by name: their schemas are not dropped on the way.
DROP TABLE etrax_system.signing_keys, etrax_system.devices, etrax_system.sessions, etrax_system.tenant_migrations,
  etrax_system.tenants, etrax_system.organizations;
REVOKE USAGE ON SCHEMA etrax_system FROM :"app";
