"""What moderators work with: the queue, a case, rules, hashes, refusals."""
