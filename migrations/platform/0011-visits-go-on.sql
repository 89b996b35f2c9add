-- A visit hangs on the session of its home from which it was begun; where another takes that one's place, the visit goes on.
GRANT UPDATE (home_session_id) ON etrax_system.visits TO :"app";
