"""What was spent, by whom and on what: read from the ledger's reservations, one for each call to a model."""
