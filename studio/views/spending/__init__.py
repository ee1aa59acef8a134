"""Pages about money: usage, budgets, prices."""
