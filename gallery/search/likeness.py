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

    All up to ``within`` (0 to FAR): one of the four columns has no more than a quarter of the differences.
    A plain surface has no hash to go by and is alike to none. Two queries.
    """
    own = Likeness.objects.filter(image=image).values_list("dhash", flat=True).first()
    if not own:
        return {}
    wanted = unsigned(own)
    near = Likeness.objects.filter(perhaps_near(wanted, within), image__in=rows.order_by().values("pk")).exclude(
        image=image
    )
    found = {pk: distance(wanted, unsigned(other)) for pk, other in near.values_list("pk", "dhash")[:MOST_LOOKED_AT]}
    ranked = sorted((bits, str(pk), pk) for pk, bits in found.items() if bits <= within)
    return {pk: bits for bits, _, pk in ranked[:MOST]}


def perhaps_near(wanted: int, within: int) -> Q:
    """Rows of Likeness that hold all within so many bits (0 to FAR) of ``wanted`` (unsigned), and others."""
    columns = Q()
    for number, band in enumerate(bands(wanted)):
        columns |= Q(**{f"band{number}__in": close_bands(band, within // 4)})
    return columns
