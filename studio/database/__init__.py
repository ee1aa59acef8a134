"""Database backends of our own, each Django's with one thing changed."""
