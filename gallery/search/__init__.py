"""Finding pictures: a line is read (query, asking), made conditions (finding) and met by the index (hits)."""
