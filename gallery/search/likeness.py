"""Pictures that look alike: hashes that differ in few bits share one of four columns, or nearly; those are indexed."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from gallery.files.looks import bands, close_bands, distance, unsigned
from gallery.models import Image, Likeness

NEAR = 7  # bits of 64: the same picture at another size, in another format, a little retouched
FAR = 11
MOST_LOOKED_AT = 5000
MOST = 200


def alike(image: Image, rows: Any, *, within: int = NEAR) -> dict[UUID, int]:
    """Those of ``rows`` (of Image) that look like it, by how many bits they differ, the nearest first; not itself.

    A plain surface has no hash to go by and is alike to none. Two queries.
    """
    own = Likeness.objects.filter(image=image).values_list("dhash", flat=True).first()
    found = near_to(unsigned(own), rows.exclude(pk=image.pk), within=within) if own else {}
    return {pk: bits for pk, (bits, _) in found.items()}


def near_to(wanted: int, rows: Any, *, within: int) -> dict[UUID, tuple[int, int]]:
    """Those of ``rows`` (of Image) that look so, the nearest first, MOST at most: bits that differ, and the hash.

    All up to ``within`` (0 to FAR): one of the four columns has no more than a quarter of the differences.
    """
    near = Likeness.objects.filter(perhaps_near(wanted, within), image__in=rows.order_by().values("pk"))
    read = near.values_list("pk", "dhash")[:MOST_LOOKED_AT]
    found = [(distance(wanted, unsigned(other)), str(pk), pk, unsigned(other)) for pk, other in read]
    ranked = sorted(one for one in found if one[0] <= within)
    return {pk: (bits, other) for bits, _, pk, other in ranked[:MOST]}


def perhaps_near(wanted: int, within: int) -> Q:
    """Rows of Likeness that hold all within so many bits (0 to FAR) of ``wanted`` (unsigned), and others."""
    columns = Q()
    for number, band in enumerate(bands(wanted)):
        columns |= Q(**{f"band{number}__in": close_bands(band, within // 4)})
    return columns
