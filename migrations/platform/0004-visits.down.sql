DROP TABLE etrax_system.visits, etrax_system.visitors;
