REVOKE UPDATE (home_session_id) ON etrax_system.visits FROM :"app";
