"""The gallery's routes, for whoever composes the API."""

from ninja import NinjaAPI

from gallery.api import (
    audit,
    boards,
    bulk,
    comments,
    exporting,
    files,
    hashes,
    likeness,
    lineage,
    marks,
    members,
    projects,
    publishing,
    reporting,
    reshaping,
    searches,
    shares,
    stacks,
    teams,
)


def mount(api: NinjaAPI) -> None:
    """``files`` holds the pictures' routes too: ninja looks an address up in one router only."""
    api.add_router("", files.router, tags=["Images"])
    api.add_router("", publishing.router, tags=["Images"])
    api.add_router("", lineage.router, tags=["Images"])
    api.add_router("", reshaping.router, tags=["Images"])
    api.add_router("", exporting.router, tags=["Images"])
    api.add_router("", likeness.router, tags=["Images"])
    api.add_router("", reporting.router, tags=["Cases"])
    api.add_router("", hashes.router, tags=["Moderation"])
    api.add_router("", comments.router, tags=["Comments"])
    api.add_router("", shares.router, tags=["Links"])
    api.add_router("", searches.router, tags=["Searches"])
    api.add_router("", teams.router, tags=["Teams"])
    api.add_router("", members.router, tags=["Teams"])
    api.add_router("", projects.router, tags=["Teams"])
    api.add_router("", marks.router, tags=["Organise"])
    api.add_router("", boards.router, tags=["Organise"])
    api.add_router("", stacks.router, tags=["Organise"])
    api.add_router("", bulk.router, tags=["Organise"])
    api.add_router("", audit.router, tags=["Audit"])
