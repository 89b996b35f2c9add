DROP TABLE etrax_system.data_keys, etrax_system.master_keys;
