"""Finding pictures by words, the same on SQLite and on PostgreSQL. docs/adr tells how the index is made."""

from gallery.search.hits import matching

__all__ = ["matching"]
