"""What is known of one person: given to them as a ZIP, and taken out of everywhere when they are erased."""
