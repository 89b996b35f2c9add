DROP TABLE credentials, notifications, audit, clock_clamps, pending_moves, sight_losses, sync_state,
  reviews, transactions, users, teams, people, locations, categories, equipment;
