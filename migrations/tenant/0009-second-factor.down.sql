DROP TABLE school_settings, challenges, recovery_codes, second_factors;
