"""What a press of Generate or of Edit is made of: the forms, what they come to, and the rows."""
