"""Searches under a name: kept, renamed and taken away, one's own or the team's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import SavedSearch, Team
from gallery.search import query as queries

EDITORS_KEEP = gettext_lazy("Viewers look at this team’s searches. Its editors keep them.")
LONGEST_NAME = 80


class Unfit(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """It cannot be kept so; ``field`` is "name" or "line", the message says why."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


def save(*, name: str, line: str, by: Any, team: Team | None = None) -> SavedSearch:
    """
    Raises:
        PermissionDenied: ``by`` only looks at the team.
        Unfit: no name, a taken one, or a line that says nothing.
    """
    require_editor(SavedSearch(owner=by, team=team), by)
    search = SavedSearch(owner=by, team=team, name=named(name), line=lined(line))
    return written(search)


def change(search: SavedSearch, *, by: Any, name: str | None = None, line: str | None = None) -> SavedSearch:
    """What is None stays. Raises as ``save`` does."""
    require_editor(search, by)
    if name is not None:
        search.name = named(name)
    if line is not None:
        search.line = lined(line)
    return written(search)


def written(search: SavedSearch) -> SavedSearch:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError:
        raise Unfit("name", _("There is a search named “%(name)s” already.") % {"name": search.name}) from None
    return search


def delete(search: SavedSearch, *, by: Any) -> None:
    """The pictures stay where they are."""
    require_editor(search, by)
    search.delete()


def require_editor(search: SavedSearch, by: Any) -> None:
    if not access.can_edit_search(by, search, by.role_in(search.team)):
        raise PermissionDenied(EDITORS_KEEP)


def named(name: str) -> str:
    tidy = " ".join(name.replace("\0", "").split())
    if not tidy:
        raise Unfit("name", _("A search is kept under a name."))
    if len(tidy) > LONGEST_NAME:
        raise Unfit("name", _("A name has %(most)s characters at most.") % {"most": LONGEST_NAME})
    return tidy


def lined(line: str) -> str:
    """In its one form."""
    query = queries.read(line)
    if query.problems:
        raise Unfit("line", " ".join(problem.sentence for problem in query.problems))
    if not query.parts:
        raise Unfit("line", _("Search for something first: this asks for nothing."))
    return str(query)
