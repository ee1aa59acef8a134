"""Pictures on their way out: converted, named, marked as what they are, packed with their recipes, or on a sheet."""
