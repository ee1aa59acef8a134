"""Keeping images: people, teams, pictures, sharing, moderation. Knows nothing of how a picture is made."""
