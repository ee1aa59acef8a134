"""Django's PostgreSQL with a bound on connections: settings name this package as the ENGINE."""
