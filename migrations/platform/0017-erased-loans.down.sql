REVOKE UPDATE (request) ON etrax_system.loans FROM :"app";
