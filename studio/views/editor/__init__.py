"""Pages that make a picture of a picture: masks, ways to edit, crop, extend."""
