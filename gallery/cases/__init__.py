"""What waits for a look: opened, claimed by one moderator, decided once, told to the person, appealed against once."""
