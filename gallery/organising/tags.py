"""Tags and stars on pictures. A tag is of the space that the picture is seen in; stars are each person's own."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Avg, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Image, Rating, Tag, Tagging, Team
from gallery.models.image import ImageQuerySet
from gallery.organising.counting import Capped
from gallery.search import indexing

EDITORS_TAG = gettext_lazy("Viewers look at this team’s pictures. Its editors tag.")
LONGEST = 40
MOST_AT_ONCE = 20


class BadTag(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """It cannot be a tag; the message says why."""


class NotInSpace(ValueError):  # noqa: N818
    """One of the pictures is of another space; the message says so."""


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


def add(images: Sequence[Image], names: Iterable[str], *, by: Any, team: Team | None) -> list[tuple[str, UUID]]:
    """Puts each tag on each picture: (name, picture) of those that are new. Raises BadTag, PermissionDenied for
    viewers, and NotInSpace where one of the pictures is not of the space whose tags they are.
    """
    require_editor(team, by)
    refuse_foreign(images, by=by, team=team)
    tidy = read(names)
    if not images:
        return []
    with transaction.atomic():
        tags = [named(name, by=by, team=team) for name in tidy]
        known = set(Tagging.objects.filter(tag__in=tags, image__in=images).values_list("tag_id", "image_id"))
        new = [(tag, image) for tag in tags for image in images if (tag.pk, image.pk) not in known]
        rows = [Tagging(tag=tag, image=image, by=by) for tag, image in new]
        Tagging.objects.bulk_create(rows, ignore_conflicts=True)
        indexing.again(image.pk for _tag, image in new)
    return [(tag.name, image.pk) for tag, image in new]


def refuse_foreign(images: Sequence[Image], *, by: Any, team: Team | None) -> None:
    for image in images:
        if (image.team_id != team.pk) if team else (image.owner_id != by.pk):
            raise NotInSpace(
                _("Only pictures published in the team take its tags.")
                if team
                else _("Only your own pictures take your tags.")
            )


def named(name: str, *, by: Any, team: Team | None) -> Tag:
    """The space's tag of this name in any case, made where it has none."""
    known = same_name(of_space(user=by, team=team), name)
    if known:
        return known
    try:
        with transaction.atomic():
            return Tag.objects.create(owner=None if team else by, team=team, name=name)
    except IntegrityError:  # somebody was faster, in this case or another
        return of_space(user=by, team=team).get(name__iexact=name)


def same_name(rows: "QuerySet[Tag]", name: str) -> Tag | None:
    """In any case, also of letters that the database folds not."""
    known = rows.filter(name__iexact=name).first()
    if known or name.isascii():
        return known
    return next((tag for tag in rows if tag.name.casefold() == name.casefold()), None)


def called(names: Iterable[str], *, by: Any, team: Team | None) -> list[Tag]:
    """The space's tags of these names, in any case."""
    wanted = [name.casefold() for name in read(names)]
    return [tag for tag in of_space(user=by, team=team) if tag.name.casefold() in wanted]


def pairs_of(images: Sequence[Image], names: Iterable[str], *, by: Any, team: Team | None) -> list[tuple[str, UUID]]:
    """(name, picture) where one of these tags is on one of these pictures."""
    rows = Tagging.objects.filter(tag__in=called(names, by=by, team=team), image__in=images)
    return list(rows.values_list("tag__name", "image_id"))


def remove(images: Sequence[Image], names: Iterable[str], *, by: Any, team: Team | None) -> int:
    """Takes tags off; a tag that is on no picture any more is gone."""
    require_editor(team, by)
    tags = called(names, by=by, team=team)
    with transaction.atomic():
        rows = Tagging.objects.filter(tag__in=tags, image__in=images)
        changed = list(rows.values_list("image_id", flat=True))
        taken = rows.delete()[0]
        of_space(user=by, team=team).filter(pk__in=[tag.pk for tag in tags], taggings=None).delete()
        indexing.again(changed)
    return taken


def require_editor(team: Team | None, by: Any) -> None:
    if team is not None and not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(EDITORS_TAG)


class NameTaken(ValueError):  # noqa: N818
    """Another tag of the space has this name; the message offers to merge them."""


def rename(tag: Tag, name: str, *, by: Any, merge: bool = False) -> Tag:
    """Gives it another name. Where the space has a tag of that name the two become one, if ``merge`` says so.

    Raises:
        BadTag: the name cannot be a tag's.
        NameTaken: there is such a tag, and nobody asked to merge.
    """
    require_editor(tag.team, by)
    tidy = read([name])[0]
    other = same_name(of_space(user=by, team=tag.team).exclude(pk=tag.pk), tidy)
    if other is None:
        with transaction.atomic():
            Tag.objects.filter(pk=tag.pk).update(name=tidy)
            indexing.again(pictures_of(tag))
        tag.name = tidy
        return tag
    if not merge:
        raise NameTaken(_("There is a tag “%(name)s” already. Merge the two?") % {"name": other.name})
    with transaction.atomic():
        changed = pictures_of(tag)
        held = Tagging.objects.filter(tag=other).values("image")
        Tagging.objects.filter(tag=tag).exclude(image__in=held).update(tag=other)
        tag.delete()
        indexing.again(changed)
    return other


def delete(tag: Tag, *, by: Any) -> None:
    """Off every picture."""
    require_editor(tag.team, by)
    with transaction.atomic():
        changed = pictures_of(tag)
        tag.delete()
        indexing.again(changed)


def pictures_of(tag: Tag) -> list[UUID]:
    return list(tag.taggings.values_list("image_id", flat=True))


def suggest(text: str, *, user: Any, team: Team | None, most: int = 12) -> list[str]:
    """Names that begin so, then those that hold it."""
    wanted = " ".join(text.split())[:LONGEST]
    rows = of_space(user=user, team=team)
    begin = list(rows.filter(name__istartswith=wanted).values_list("name", flat=True)[:most])
    if not wanted or len(begin) >= most:
        return begin
    inside = rows.filter(name__icontains=wanted).exclude(name__istartswith=wanted)
    return begin + list(inside.values_list("name", flat=True)[: most - len(begin)])


def with_stars(rows: ImageQuerySet, user: Any) -> ImageQuerySet:
    """Annotates ``stars``: the user's own, None where there are none."""
    own = Rating.objects.filter(image=OuterRef("pk"), user=user).values("stars")[:1]
    return rows.annotate(stars=Subquery(own))


def with_numbers(rows: "QuerySet[Tag]", most: int = 1000) -> "QuerySet[Tag]":
    """Annotates ``number`` of pictures, counted no further than ``most``."""
    taggings = Tagging.objects.filter(tag=OuterRef("pk")).order_by().values("pk")[:most]
    return rows.annotate(number=Capped(Subquery(taggings)))


def names_on(image: Image, *, user: Any, team: Team | None) -> list[str]:
    found = of_space(user=user, team=team).filter(taggings__image=image)
    return list(found.values_list("name", flat=True))


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
