"""How a picture was made, and how that differs from another's."""
