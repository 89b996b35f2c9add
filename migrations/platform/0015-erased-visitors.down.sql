REVOKE UPDATE (visitor) ON etrax_system.visits FROM :"app";
