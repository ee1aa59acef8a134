"""How the site is served: WSGI and ASGI on one port, the live stream, static files, caches, middleware."""
