"""Pictures that look like one, and what its colours are."""

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId
from gallery.api.problems import documented
from gallery.api.shapes import ImageOut, base_of, full
from gallery.models import Image, Likeness
from gallery.search.likeness import FAR, MOST, NEAR, alike

router = Router()


class Shade(BaseModel):
    color: str = Field(description="#rrggbb")
    share: float = Field(description="Of the picture's area, 0 to 1.")


class Alike(BaseModel):
    distance: int = Field(description="Bits of 64 in which the hashes differ: 0 is the same picture to the eye.")
    image: ImageOut


class SimilarOut(BaseModel):
    measured: bool = Field(description="False until its renditions are made, and for a plain surface without a hash.")
    palette: list[Shade] = Field(description="Up to five shades, the largest first.")
    colors: list[str] = Field(description="What it mostly is, as `color` of GET /images has it.")
    items: list[Alike] = Field(description=f"The nearest first, {MOST} at most.")


class Reach(BaseModel):
    distance: int = Field(default=NEAR, ge=0, le=FAR, description="How many bits may differ.")


@router.get(
    "/images/{id}/similar",
    response={200: SimilarOut, **documented(404, 422)},
    operation_id="list_similar",
    summary="Pictures that look like this",
)
def list_similar(request: ApiRequest, id: ImageId, reach: Query[Reach]) -> SimilarOut:
    """Among all that you may see: your own and those of your teams. Not paged."""
    visible = Image.objects.pictures_visible_to(request.auth)
    image = get_object_or_404(visible, pk=id)
    looks = Likeness.objects.filter(image=image).first()
    near = alike(image, visible, within=reach.distance)
    shown = {each.pk: each for each in visible.filter(pk__in=near).select_related("owner")}
    base = base_of(request)
    return SimilarOut(
        measured=bool(looks and looks.dhash),
        palette=[Shade(color=color, share=share) for color, share in looks.palette] if looks else [],
        colors=looks.colors if looks else [],
        items=[
            Alike(distance=bits, image=full(shown[pk], base=base, user=request.auth))
            for pk, bits in near.items()
            if pk in shown
        ],
    )
