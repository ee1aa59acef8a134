"""Tags and stars on pictures. A tag is of the space that the picture is seen in; stars are each person's own."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Avg, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Image, Rating, Tag, Tagging, Team

EDITORS_TAG = gettext_lazy("Viewers look at this team’s pictures. Its editors tag.")
LONGEST = 40
MOST_AT_ONCE = 20


class BadTag(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """It cannot be a tag; the message says why."""


def of_space(*, user: Any, team: Team | None) -> "QuerySet[Tag]":
    return Tag.objects.filter(team=team) if team else Tag.objects.filter(owner=user, team=None)


def read(names: Iterable[str]) -> list[str]:
    """Spaces made single, each once in any case.

    Raises:
        BadTag: one is empty, longer than LONGEST, holds a comma or a quote, or there are more than MOST_AT_ONCE.
    """
    found: dict[str, str] = {}
    for name in names:
        tidy = " ".join(name.split())
        if not tidy:
            raise BadTag(_("A tag has at least one letter."))
        if len(tidy) > LONGEST:
            raise BadTag(
                _("A tag has %(most)s characters at most; this one has %(has)s.") % {"most": LONGEST, "has": len(tidy)}
            )
        if any(sign in tidy for sign in ',"\0') or not tidy.isprintable():
            raise BadTag(_("A tag holds no commas, quotes or line breaks."))
        found.setdefault(tidy.casefold(), tidy)
    if len(found) > MOST_AT_ONCE:
        raise BadTag(_("%(most)s tags at once are the most.") % {"most": MOST_AT_ONCE})
    return list(found.values())


def add(images: Sequence[Image], names: Iterable[str], *, by: Any, team: Team | None) -> int:
    """Puts each tag on each picture; how many are new. Raises BadTag, and PermissionDenied for viewers."""
    require_editor(team, by)
    tidy = read(names)
    with transaction.atomic():
        tags = [named(name, by=by, team=team) for name in tidy]
        known = set(Tagging.objects.filter(tag__in=tags, image__in=images).values_list("tag_id", "image_id"))
        new = [
            Tagging(tag=tag, image=image, by=by) for tag in tags for image in images if (tag.pk, image.pk) not in known
        ]
        Tagging.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def named(name: str, *, by: Any, team: Team | None) -> Tag:
    """The space's tag of this name in any case, made where it has none."""
    known = of_space(user=by, team=team).filter(name__iexact=name).first()
    if known:
        return known
    tag, _made = Tag.objects.get_or_create(owner=None if team else by, team=team, name=name)
    return tag


def remove(images: Sequence[Image], names: Iterable[str], *, by: Any, team: Team | None) -> int:
    """Takes tags off; a tag that is on no picture any more is gone."""
    require_editor(team, by)
    wanted = [name.casefold() for name in read(names)]
    tags = [tag for tag in of_space(user=by, team=team) if tag.name.casefold() in wanted]
    taken = Tagging.objects.filter(tag__in=tags, image__in=images).delete()[0]
    of_space(user=by, team=team).filter(pk__in=[tag.pk for tag in tags], taggings=None).delete()
    return taken


def require_editor(team: Team | None, by: Any) -> None:
    if team is not None and not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(EDITORS_TAG)


def rate(images: Sequence[Image], stars: int, *, by: Any) -> None:
    """1 to 5; 0 takes the stars back. Whoever sees a picture may rate it.

    Raises:
        ValueError: ``stars`` is none of these.
    """
    if stars not in range(6):
        raise ValueError(_("Stars are 1 to 5; 0 takes them back."))
    if stars == 0:
        Rating.objects.filter(user=by, image__in=images).delete()
        return
    rows = [Rating(user=by, image=image, stars=stars) for image in images]
    Rating.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["image", "user"], update_fields=["stars", "at"]
    )


def mean_of(image: Image, team: Team) -> float | None:
    """Of the team's members alone; None where none of them rated it."""
    mean: float | None = Rating.objects.filter(image=image, user__memberships__team=team).aggregate(mean=Avg("stars"))[
        "mean"
    ]
    return mean
