"""Making images: the catalogue, the gateway, runs and their life; also the project package."""
