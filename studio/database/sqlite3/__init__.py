"""Django's SQLite with a queue: settings name this package as the ENGINE."""
