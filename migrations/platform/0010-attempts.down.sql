DROP TABLE etrax_system.attempts;
