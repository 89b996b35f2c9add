DROP TABLE etrax_system.messages;
