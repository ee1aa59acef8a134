"""The gallery's routes, for whoever composes the API."""

from ninja import NinjaAPI

<<<<<<< HEAD
from gallery.api import files, lineage, publishing, teams
=======
from gallery.api import files, publishing, reshaping, teams
>>>>>>> 3e19c52 (Crop and extend by the API, edit in a browser)


def mount(api: NinjaAPI) -> None:
    """``files`` holds the pictures' routes too: ninja looks an address up in one router only."""
    api.add_router("", files.router, tags=["Images"])
    api.add_router("", publishing.router, tags=["Images"])
<<<<<<< HEAD
    api.add_router("", lineage.router, tags=["Images"])
=======
    api.add_router("", reshaping.router, tags=["Images"])
>>>>>>> 3e19c52 (Crop and extend by the API, edit in a browser)
    api.add_router("", teams.router, tags=["Teams"])
