"""What pictures cost and who pays: reservations, budgets and the balances that hold them."""
