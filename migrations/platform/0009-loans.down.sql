DROP TABLE etrax_system.loan_steps, etrax_system.loans;
