-- By how many ms the own clock of a device was off as it sent an entry of the ledger, where that is to speak of: above 0 it ran ahead.
CREATE TABLE entry_clocks (
  entry_id uuid PRIMARY KEY,
  off_ms bigint NOT NULL
);

GRANT SELECT, INSERT ON entry_clocks TO :"role";
