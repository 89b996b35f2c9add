DROP TABLE etrax_system.erasures;
