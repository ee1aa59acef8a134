"""Making images: the catalogue, the gateway, runs and their life; also the project package.

Imports nothing, so that the sandbox gateway and the supervisor stay light; ``celery -A studio`` finds celery.py.
"""
