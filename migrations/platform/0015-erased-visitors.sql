-- By an erasure alone: who it was is then nobody.
GRANT UPDATE (visitor) ON etrax_system.visits TO :"app";
