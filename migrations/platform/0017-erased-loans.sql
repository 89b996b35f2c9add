-- Who is erased is taken out of what loans say in words.
GRANT UPDATE (request) ON etrax_system.loans TO :"app";
