-- What the lender may say of things that are lent: they are back, or they are lost.
ALTER TABLE etrax_system.loans DROP CONSTRAINT loans_state_check, DROP CONSTRAINT loans_pending_check;
ALTER TABLE etrax_system.loans
  ADD CONSTRAINT loans_state_check CHECK (state IN ('asked', 'offered', 'approved', 'lent', 'going_back', 'returned', 'lost',
    'declined', 'refused', 'withdrawn')),
  ADD CONSTRAINT loans_pending_check CHECK (pending IN ('offer', 'approve', 'refuse', 'decline', 'withdraw', 'receive', 'send_back',
    'take_back', 'reclaim', 'write_off'));
