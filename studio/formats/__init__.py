"""How figures stand in a language. Beyond Django's own formats: a point in decimals, as prices have it."""
