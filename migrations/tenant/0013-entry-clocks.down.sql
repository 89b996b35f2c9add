DROP TABLE entry_clocks;
