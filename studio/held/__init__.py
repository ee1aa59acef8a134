"""The moderators' queue as a page and an API over both apps: what is known of a person, and what a decision moves."""
