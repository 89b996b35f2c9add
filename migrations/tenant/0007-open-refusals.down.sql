DROP INDEX reviews_open_refusals;
