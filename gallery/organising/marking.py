"""Everything that is put on one picture in one space, for its page."""

from typing import Any

from gallery import access
from gallery.models import Board, Image, Rating, Team
from gallery.organising import tags

OFFERED = 200  # boards in the menu of a picture


def marks_of(user: Any, image: Image, team: Team | None) -> dict[str, Any]:
    """In the space that it is looked at in: ``team``'s, or ``user``'s own. Six queries at most."""
    rows = Board.objects.of_space(user=user, team=team).select_related("parent")
    here = image.team_id == team.pk if team else image.owner_id == user.pk
    may_mark = here and (team is None or access.can_publish_in(user.role_in(team)))
    return {
        "stars": Rating.objects.filter(image=image, user=user).values_list("stars", flat=True).first() or 0,
        "mean": tags.mean_of(image, team) if team else None,
        "tags": tags.names_on(image, user=user, team=team),
        "lain_on": list(rows.filter(items__image=image)),
        "layable": list(rows.exclude(items__image=image)[:OFFERED]) if may_mark else [],
        "may_mark": may_mark,
        "space": team,
    }
